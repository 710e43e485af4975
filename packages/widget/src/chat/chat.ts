import { offerBridge } from '../bridge/bridge.ts';
import type { PageSide, ToPanel } from '../bridge/messages.ts';
import type { createEvents } from '../loader/events.ts';
import { add, addStyles } from '../loader/launcher.ts';
import { chatWord } from '../loader/words.ts';
import type { ShopbellIdentity, ShopbellOptions, TrackedEventName, TrackedEvents } from '../types.ts';
import { showCount } from './badge.ts';
import css from './dialog.css?inline';
import { followBack } from './follow-back.ts';
import { followPages } from './follow-pages.ts';
import { keepConversation } from './keep-conversation.ts';
import { lookOf } from './look-of.ts';

/** What the page's script said that concerns the panel. */
export type ChatCall =
  | ['update', options: Partial<ShopbellOptions>]
  | ['identify', identity: ShopbellIdentity]
  | ['logout']
  | ['prefill', text: string]
  | ['greet', id: string]
  | ['track', name: TrackedEventName, data: TrackedEvents[TrackedEventName]];

/** The half of the widget that is fetched when the shopper comes near. */
export type Chat = { show(isOpen: boolean): void; hear(...call: ChatCall): void };

/** What the first half hands over. A tuple: there, names would cost bytes. */
export type ChatOptions = readonly [
  button: HTMLButtonElement,
  frame: HTMLIFrameElement,
  loaded: Promise<unknown>,
  /** What was said before this half was there. */
  said: readonly ChatCall[],
  setOpen: (isOpen: boolean) => void,
  /** The page may be another now. */
  turn: () => void,
  emit: ReturnType<typeof createEvents>[0],
  /** Aborted when the widget is destroyed. */
  undo: AbortController,
];

/** How long the document may take, and its first word once it is there. */
const loadTimeoutMs = 15_000;
const answerTimeoutMs = 4_000;

type Patience = { ms: number; signal: AbortSignal };

/** Rejects when it takes too long, or when the widget is destroyed. */
const within = <T>(promise: Promise<T>, { ms, signal }: Patience): Promise<T> =>
  new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer);
      reject(new Error('gone'));
    };
    const timer = setTimeout(fail, ms);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** Whether the panel covers the page; as in dialog.css. */
const isModal = (): boolean => matchMedia('(max-width: 480px), (max-height: 480px)').matches;

/**
 * A virtual keyboard shrinks only the visual viewport, and may move it: the panel that covers the page shrinks and moves
 * with it. Pinched, the page is magnified, and so is the panel.
 */
const followKeyboard = (frame: HTMLElement, signal: AbortSignal): void => {
  const { visualViewport: seen } = window;
  const fit = (): void => {
    if (seen?.scale !== 1) return;
    frame.style.setProperty('--height', `${seen.height}px`);
    frame.style.setProperty('--top', `${seen.offsetTop}px`);
  };
  for (const type of ['resize', 'scroll']) seen?.addEventListener(type, fit, { signal });
};

type Wire = { send: (message: ToPanel) => void; identity: ShopbellIdentity };

/** The id of the shop whose panel the frame shows. */
const shopOf = ({ src }: HTMLIFrameElement): string => new URL(src).searchParams.get('shop') ?? '';

const createPageSide = (options: ChatOptions, wire: () => Wire): Omit<PageSide, 'ready'> => {
  const [button, frame, , , setOpen, , emit] = options;
  const badge = add(button, 'b');
  let shown = 0;
  let isCalling = false;
  return {
    close: () => setOpen(false),
    unread: (count, label) => {
      // Open, the button is no bell but an X.
      const isBell = button.ariaExpanded === 'false';
      if (isBell && count > shown && !matchMedia('(prefers-reduced-motion: reduce)').matches)
        button.firstElementChild?.animate(
          { rotate: ['0deg', '12deg', '-12deg', '0deg'] },
          { duration: 400, easing: 'ease-out' },
        );
      shown = count;
      showCount(button, badge, [count, label]);
      emit('unread', { count });
    },
    call: (count) => {
      const plain = isCalling ? document.title.replace(/^\(\d+\) /, '') : document.title;
      isCalling = count > 0;
      document.title = isCalling ? `(${count}) ${plain}` : plain;
    },
    keep: (isActive) => keepConversation(shopOf(frame), isActive),
    look: () => wire().send(['page', location.href, document.title]),
    sign: () => {
      const { jwt } = wire().identity;
      Promise.resolve()
        .then(() => (typeof jwt === 'function' ? jwt() : jwt))
        .then(
          (signed) => wire().send(['jwt', signed ?? null]),
          () => wire().send(['jwt', null]),
        );
    },
    emit,
  };
};

/** What the panel is told of the page's calls: never a function, and the JWT only when it asks. */
const createHear = (frame: HTMLIFrameElement, wire: Wire): Chat['hear'] => {
  return (...call) => {
    if (call[0] === 'update') {
      const { theme, accent, consent, locale } = call[1];
      const look = lookOf(call[1]);
      frame.style.setProperty('--radius', /^\d+$/.test(look.radius) ? `${look.radius}px` : look.radius);
      const asked = locale || document.documentElement.lang || navigator.language;
      // A page in “en” is read in Dublin and in Boston: dates and times follow the reader’s own kind of it.
      const spoken = navigator.languages.find((each) => each.startsWith(`${asked}-`)) ?? asked;
      wire.send(['update', { theme, accent, consent, locale: spoken, ...look }]);
      return;
    }
    if (call[0] === 'identify') {
      wire.identity = call[1];
      const { name, email, jwt } = call[1];
      wire.send(['identify', { name, email }, jwt !== undefined]);
      return;
    }
    if (call[0] === 'logout') {
      wire.identity = {};
      keepConversation(shopOf(frame), false);
    }
    wire.send(call);
  };
};

const createShow = (options: ChatOptions, { send }: Wire): Chat['show'] => {
  const [button, frame, , , setOpen, , , { signal }] = options;
  const cover = followBack(() => setOpen(false), signal);
  let opener: Element | null = null;
  return (isOpen) => {
    cover(isOpen && isModal());
    const { activeElement } = document;
    // Before the frame turns inert: who had the focus inside gets it back outside, nobody else is disturbed.
    const hadFocus = activeElement?.shadowRoot === button.getRootNode();
    frame.inert = !isOpen;
    if (isOpen) {
      if (!hadFocus) opener = activeElement;
      send(['page', location.href, document.title]);
      send(['open', isModal()]);
      frame.focus();
      return;
    }
    send(['close']);
    // Where the page opens the chat by a launcher of its own, it goes back there.
    if (hadFocus) (button.hidden ? (opener as HTMLElement | null) : button)?.focus();
  };
};

/** Joins the frame: resolves when the panel in it answers, rejects when it does not. */
export const startChat = async (options: ChatOptions): Promise<Chat> => {
  const [button, frame, loaded, said, setOpen, turn, , { signal }] = options;
  const root = button.getRootNode() as ShadowRoot;
  signal.throwIfAborted();
  addStyles(root, css);
  frame.title = chatWord;
  await within(loaded, { ms: loadTimeoutMs, signal });
  const wire: Wire = { send: () => {}, identity: {} };
  const side = createPageSide(options, () => wire);
  const answered = new Promise<void>((ready) => {
    const target = frame.contentWindow;
    if (target) wire.send = offerBridge(target, new URL(frame.src).origin, { ...side, ready });
  });
  signal.addEventListener('abort', () => side.call(0));
  // A dead relay’s error page loads too, but does not answer.
  await within(answered, { ms: answerTimeoutMs, signal });
  const hear = createHear(frame, wire);
  for (const call of said) hear(...call);
  side.look();
  frame.inert = true;
  frame.hidden = false;
  followKeyboard(frame, signal);
  followPages(() => {
    turn();
    side.look();
  }, signal);
  const onKey = (event: Event): void => {
    if ((event as KeyboardEvent).key === 'Escape') setOpen(false);
  };
  root.addEventListener('keydown', onKey);
  return { show: createShow(options, wire), hear };
};
