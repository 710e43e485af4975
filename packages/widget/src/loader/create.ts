import type { Chat, ChatCall, ChatOptions } from '../chat/chat.ts';
import type { Shopbell, ShopbellOptions } from '../types.ts';
import { createApi, type Deeds } from './api.ts';
import { createEvents } from './events.ts';
import { add, drawLauncher } from './launcher.ts';
import { createLoading } from './loading.ts';
import { awayWords } from './words.ts';

/** How the second half comes: from the relay for the script tag, from the bundle for the module. */
export type FetchChat = (address: string) => Promise<{
  startChat(options: ChatOptions): Promise<Chat>;
  /** Of another file, which only who wants the shop’s greetings asks for. */
  greet(deeds: Deeds, options: Partial<ShopbellOptions>, said: ChatCall[]): void;
}>;

type Heard = [load: () => void, setOpen: () => void, turn: () => unknown, undo: AbortController];

/**
 * Hears when the shopper comes near a launcher, ours or the page’s, when they ring it, and when the page turns. Loads for
 * who has a conversation open; where storage is refused, nobody is known to have.
 */
const listen = ([load, setOpen, turn, undo]: Heard, shop: string, launchers: string): void => {
  for (const type of ['pointerover', 'focusin', 'click'])
    addEventListener(
      type,
      ({ target }) => {
        if ((target as Partial<Element>).closest?.(launchers)) (type === 'click' ? setOpen : load)();
      },
      undo,
    );
  window.navigation?.addEventListener('currententrychange', turn, undo);
  try {
    if (localStorage[`shopbell:${shop}`])
      // A frame begun before `load` would hold the page’s own `load` event up. `complete` comes before `d`; the others after.
      if (document.readyState < 'd') load();
      else addEventListener('load', load, undo);
  } catch {}
};

/** Puts the launcher into the page. Nothing is requested, stored or connected until the shopper comes near. */
export const createWidget = ({ shop, relay, ...options }: ShopbellOptions, chatAt: FetchChat): Shopbell => {
  const undo = new AbortController();
  const events = createEvents(undo.signal);
  const [emit] = events;
  const [host, root, button, away, draw] = drawLauncher();
  const said: ChatCall[] = [];
  let chat: Chat | undefined;
  let isOpen = false;

  const load = createLoading(async (tries) => {
    // Both halves are fetched at once.
    const locale = options.locale || document.documentElement.lang;
    const frame = add(root, 'iframe', { hidden: true, src: `${relay}/panel?shop=${shop}&locale=${locale}` });
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- nobody else has this frame, and it is shorter
    const loaded = new Promise((done) => void (frame.onload = done));
    try {
      // Another address each time: browsers remember a module that failed.
      const half = await chatAt(`${relay}/widget/chat.js?${tries}`);
      chat = await half.startChat([button, frame, loaded, said, setOpen, turn, emit, undo]);
      away.textContent = '';
      chat.show(isOpen);
    } catch {
      frame.remove();
      if (isOpen) emit('away');
      away.textContent = isOpen ? options.awayText || awayWords : '';
      return isOpen;
    }
  }, undo);
  const tell = (...call: ChatCall): void => {
    said.push(call);
    chat?.hear(...call);
  };
  const setOpen = (wanted = !isOpen): void => {
    if (wanted === isOpen || (wanted && host.hidden)) return;
    isOpen = wanted;
    // The property takes anything and reads as a string.
    button.ariaExpanded = isOpen as unknown as string;
    away.textContent = '';
    load();
    chat?.show(isOpen);
    emit(isOpen ? 'open' : 'close');
  };
  /** The page may be another now, without having been loaded anew. */
  const turn = (): unknown => draw(options) && setOpen(false);
  const update = (more: Partial<ShopbellOptions>): void => {
    Object.assign(options, more);
    turn();
    tell('update', { ...options });
  };
  listen([load, setOpen, turn, undo], shop, `shopbell-chat,${options.customLauncher}`);
  update({});
  if (options.greetings)
    chatAt(`${relay}/widget/greet.js?${shop}`)
      // Without them all else works, and looking at the page once more changes nothing.
      .then((part) => part.greet([setOpen, update, tell, host, undo], options, said), turn);
  return createApi([setOpen, update, tell, host, undo], events);
};
