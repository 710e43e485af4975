import '@shopbell/look/tokens.css';
import './panel.css';
import { counted, languageOf } from '@shopbell/look';
import { render } from 'preact';
import { acceptBridge } from '../bridge/bridge.ts';
import type { ToPage } from '../bridge/messages.ts';
import { createSpeaker, showLanguage, showTheme } from './appearance.ts';
import { createChat } from './chat.ts';
import { fetchLate } from './late-part.ts';
import { readConfig } from './config.ts';
import { createKeeping, frameStorage } from './keeping.ts';
import { netCame, netPart } from './net-part.ts';
import { shareLine } from './share-line.ts';
import { beginSpeech } from './speech.ts';
import { Panel } from './views/panel.tsx';
import { wordsFor } from './words.ts';

const readCart = () => fetchLate('cart');

const label = (count: number, locale: string): string => {
  const words = wordsFor(locale);
  return count > 0 ? counted(words.launcherUnread, count, locale) : words.launcher;
};

const config = readConfig(document);
const place = document.getElementById('panel');
if (config && place) {
  const { shop, name, origins, speech } = config;
  beginSpeech(speech);
  // Dates and amounts follow the reader’s own kind of the language: `de-AT` of `de`.
  const locale = navigator.languages.find((each) => languageOf(each) === speech.locale) ?? speech.locale;
  showLanguage(locale);
  let send: (message: ToPage) => void = () => {};
  const keeping = createKeeping(shop, frameStorage(), () => netPart().then((net) => net.boxOf(shop)));
  const chat = createChat(
    {
      url: location.origin,
      shop,
      name,
      locale,
      keeping,
      toPage: (message) => send(message),
      announce: (entry) =>
        void netCame.then((net) => net.announce(chat.store, entry, () => fetchLate('said'))),
      // The later part is wanted in any case: for what is to outlast the page.
      share: (jwt) => shareLine({ shop, jwt, keeping, net: netPart() }),
    },
    {
      show: showTheme,
      speak: createSpeaker((spoken) => chat.store.set({ locale: spoken })),
      label,
      readCart,
    },
  );
  const draw = (): void => {
    const state = chat.store.value;
    render(<Panel state={state} words={wordsFor(state.locale)} chat={chat} />, place);
  };
  chat.store.subscribe(draw);
  draw();
  void netCame.then((net) => net.tend(chat, shop));
  addEventListener('online', chat.wake);
  addEventListener('pageshow', chat.wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') chat.wake();
  });
  // No top-level await: what is exported has to be there as soon as the script has run.
  const listen = async (): Promise<void> => {
    send = await acceptBridge(origins, chat.hear);
    send(['ready']);
  };
  void listen();
}
