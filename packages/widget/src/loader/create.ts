import type { Chat, ChatCall, ChatOptions } from '../chat/chat.ts';
import type { Shopbell, ShopbellOptions } from '../types.ts';
import { createApi } from './api.ts';
import { createEvents } from './events.ts';
import { add, drawLauncher } from './launcher.ts';
import { createLoading } from './loading.ts';
import { awayWords } from './words.ts';

/** How the second half comes: from the relay for the script tag, from the bundle for the module. */
export type FetchChat = (address: string) => Promise<{ startChat(options: ChatOptions): Promise<Chat> }>;

/** Loads for who has a conversation open. Where storage is refused, nobody is known to have. */
const comeBack = (shop: string, load: () => void, undo: AbortController): void => {
  try {
    if (!localStorage[`shopbell:${shop}`]) return;
    // A frame begun before `load` would hold the page’s own `load` event up.
    if (document.readyState === 'complete') load();
    else addEventListener('load', load, undo);
  } catch {}
};

/** Puts the launcher into the page. Nothing is requested, stored or connected until the shopper comes near. */
export const createWidget = ({ shop, relay, ...options }: ShopbellOptions, chatAt: FetchChat): Shopbell => {
  const undo = new AbortController();
  const events = createEvents(undo.signal);
  const launcher = drawLauncher();
  const { host, root, button, away, draw } = launcher;
  const said: ChatCall[] = [];
  let chat: Chat | undefined;
  let isOpen = false;

  let frame: HTMLIFrameElement;

  const [load, stop] = createLoading(
    async (tries) => {
      // Both halves are fetched at once.
      frame = add(root, 'iframe', { hidden: true, src: `${relay}/panel?shop=${shop}` });
      const loaded = new Promise((onload) => Object.assign(frame, { onload }));
      // Another address each time: browsers remember a module that failed.
      const half = await chatAt(`${relay}/widget/chat.js?${tries}`);
      chat = await half.startChat({ ...launcher, shop, relay, events, undo, said, setOpen, frame, loaded });
      away.textContent = '';
      chat.show(isOpen);
    },
    () => {
      frame.remove();
      if (!isOpen) return false;
      away.textContent = awayWords(options.locale || document.documentElement.lang);
      events.emit('away');
      return true;
    },
  );
  const tell = (...call: ChatCall): void => {
    said.push(call);
    chat?.hear(...call);
  };
  const setOpen = (wanted = !isOpen): void => {
    if (wanted === isOpen) return;
    isOpen = wanted;
    // The property takes anything and reads as a string.
    button.ariaExpanded = isOpen as unknown as string;
    away.textContent = '';
    load();
    chat?.show(isOpen);
    events.emit(isOpen ? 'open' : 'close');
  };
  const update = (more: Partial<ShopbellOptions>): void => {
    draw(Object.assign(options, more));
    tell('update', { ...options });
  };
  Object.assign(button, { onpointerenter: load, onfocus: load, onclick: () => setOpen() });
  comeBack(shop, load, undo);
  update({});
  events.emit('ready');
  return createApi({ setOpen, update, tell, stop, host, undo }, events);
};
