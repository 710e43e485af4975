import '@shopbell/look/tokens.css';
import './panel.css';
import { accentProperties, fill, formatNumber, knownLocale } from '@shopbell/look';
import { render } from 'preact';
import { acceptBridge } from '../bridge/bridge.ts';
import type { ToPage, ToPanel } from '../bridge/messages.ts';
import { createChat } from './chat.ts';
import { readConfig } from './config.ts';
import { createKeeping, frameStorage } from './keeping.ts';
import { lendPreact } from './lend-preact.ts';
import { Panel } from './views/panel.tsx';
import { wordsFor } from './words.ts';

const root = document.documentElement;

/** Colours, theme and language of the document, as the page wishes. */
const applyLook = (message: ToPanel): void => {
  if (message[0] !== 'update') return;
  const { theme, accent, locale } = message[1];
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const name of ['--sb-accent', '--sb-on-accent', '--sb-accent-ink']) root.style.removeProperty(name);
  for (const [name, value] of Object.entries(accentProperties(accent ?? '')))
    root.style.setProperty(name, value);
  // The words are German or English; the direction is theirs.
  root.lang = /^de\b/i.test(locale ?? '') ? knownLocale(locale ?? 'de') : 'en';
};

const label = (count: number, locale: string): string => {
  const words = wordsFor(locale);
  return count > 0 ? fill(words.launcherUnread, formatNumber(count, locale)) : words.launcher;
};

const config = readConfig(document);
const place = document.getElementById('panel');
if (config && place) {
  lendPreact();
  const { shop, name, origins } = config;
  let send: (message: ToPage) => void = () => {};
  const chat = createChat(
    {
      url: location.origin,
      shop,
      name,
      keeping: createKeeping(shop, frameStorage()),
      toPage: (message) => send(message),
    },
    { apply: applyLook, label },
  );
  const draw = (): void => {
    const state = chat.store.value;
    render(<Panel state={state} words={wordsFor(state.locale)} chat={chat} />, place);
  };
  chat.store.subscribe(draw);
  draw();
  addEventListener('online', chat.wake);
  addEventListener('pageshow', chat.wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') chat.wake();
  });
  send = await acceptBridge(origins, chat.hear);
  send(['ready']);
}
