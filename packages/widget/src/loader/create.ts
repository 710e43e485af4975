import type { Chat, ChatCall, ChatOptions } from '../chat/chat.ts';
import type { Shopbell, ShopbellOptions } from '../types.ts';
import { createApi } from './api.ts';
import { createEvents } from './events.ts';
import { add, drawLauncher } from './launcher.ts';
import { createLoading } from './loading.ts';
import { awayWords } from './words.ts';

/** How the second half comes: from the relay for the script tag, from the bundle for the module. */
export type FetchChat = (address: string) => Promise<{ startChat(options: ChatOptions): Promise<Chat> }>;

/** Puts the launcher into the page. Nothing is requested, stored or connected until the shopper comes near. */
export const createWidget = ({ shop, relay, ...given }: ShopbellOptions, fetchChat: FetchChat): Shopbell => {
  const undo = new AbortController();
  const events = createEvents(undo.signal);
  const launcher = drawLauncher();
  const { host, root, button, away, draw } = launcher;
  const said: ChatCall[] = [];
  let options: Partial<ShopbellOptions> = given;
  let chat: Chat | undefined;
  let isOpen = false;

  let frame: HTMLIFrameElement;

  const [load, stop] = createLoading(
    async (tries) => {
      // Both halves are fetched at once.
      frame = add(root, 'iframe', { hidden: true, src: `${relay}/panel?shop=${shop}` });
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      // Another address each time: browsers remember a module that failed.
      const { startChat } = await fetchChat(`${relay}/widget/chat.js?${tries}`);
      chat = await startChat({ ...launcher, events, undo, frame, loaded, relay, shop, said, setOpen });
      away.textContent = '';
      chat.show(isOpen);
    },
    () => {
      frame.remove();
      if (isOpen) {
        away.textContent = awayWords(options.locale || document.documentElement.lang || navigator.language);
        events.emit('unreachable');
      }
      return isOpen;
    },
  );
  const tell = (...call: ChatCall): void => {
    said.push(call);
    chat?.hear(...call);
  };
  const setOpen = (wanted = !isOpen): void => {
    if (wanted === isOpen) return;
    isOpen = wanted;
    button.ariaExpanded = `${isOpen}`;
    away.textContent = '';
    load();
    chat?.show(isOpen);
    events.emit(isOpen ? 'open' : 'close');
  };
  const update = (more: Partial<ShopbellOptions>): void => {
    draw((options = { ...options, ...more }));
    tell('update', options);
  };
  const destroy = (): void => {
    isOpen = false;
    stop();
    host.remove();
    events.emit('destroy');
    undo.abort();
  };

  for (const near of ['pointerenter', 'focus']) button.addEventListener(near, load);
  button.onclick = () => setOpen();
  // A frame begun before `load` would hold the page’s own `load` event up.
  try {
    if (localStorage[`shopbell:${shop}`])
      if (document.readyState === 'complete') load();
      else addEventListener('load', load, undo);
  } catch {
    // Where storage is refused, there is nothing to come back to.
  }
  update({});
  events.emit('ready');
  return createApi({ setOpen, update, tell, destroy }, events);
};
