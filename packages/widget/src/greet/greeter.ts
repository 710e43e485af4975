import type { ChatCall } from '../chat/chat.ts';
import { cartAfter, emptyCart, type Cart } from '../late/cart.ts';
import type { Deeds } from '../loader/api.ts';
import type { ShopbellOptions } from '../types.ts';
import { drawBubble } from './bubble.ts';
import { openMemory, type Memory } from './memory.ts';
import { dueIn, type Greeting, type Visit } from './rules.ts';

/** What the relay says of a shop’s greetings. */
type Rules = { shop: string; by: string; greetings: readonly Greeting[] };

/** Who came first so long ago is no longer new. */
const returningMs = 30 * 60_000;
/** Who has closed one is left alone for so long. */
const restMs = 24 * 60 * 60_000;

const cartOf = (said: readonly ChatCall[]): Cart =>
  said.reduce((cart, call) => (call[0] === 'track' ? cartAfter(cart, call[1], call[2]) : cart), emptyCart);

const languageOf = ({ locale }: Partial<ShopbellOptions>): string =>
  (locale || document.documentElement.lang || navigator.language).toLowerCase().split('-')[0] ?? '';

/** Hears what may make a greeting due: the page turns or comes to the front, something is said of the cart. */
const watch = (
  said: ChatCall[],
  signal: AbortSignal,
  [look, turn]: [look: () => void, turn: () => void],
): void => {
  window.navigation?.addEventListener('currententrychange', turn, { signal });
  document.addEventListener('visibilitychange', look, { signal });
  // The page’s calls go into this list.
  said.push = (...calls) => {
    queueMicrotask(look);
    return Array.prototype.push.apply(said, calls);
  };
};

/** Whether the shopper has a conversation open: nobody needs to be greeted then. */
const isTalking = (shop: string): boolean => localStorage.getItem(`shopbell:${shop}`) !== null;

type Due = { greeting: Greeting; ms: number };

/** The greeting that is due next, now or after a while, if nothing but the time changes. */
const nextOf = (greetings: readonly Greeting[], visit: Visit): Due | undefined =>
  greetings
    .map((greeting) => ({ greeting, ms: dueIn(greeting, visit) }))
    .filter((each): each is Due => each.ms !== null)
    .toSorted((one, other) => one.ms - other.ms)[0];

type Scene = {
  rules: Rules;
  memory: Memory;
  /** Whether the bell is to be seen, and nothing beside it. */
  isFree: () => boolean;
  visit: (onPageMs: number) => Visit;
  draw: (greeting: Greeting) => () => void;
};

/** Shows one greeting at most, as soon as it is due. Returns what looks again, what does so for another page, what ends it. */
const createGreeting = ({ rules: { shop, greetings }, memory, isFree, visit, draw }: Scene) => {
  let arrivedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leave: (() => void) | undefined;
  let isDone = Date.now() - memory.closedAt < restMs || isTalking(shop);
  const look = (): void => {
    clearTimeout(timer);
    if (isDone || !isFree()) return;
    const next = nextOf(greetings, visit(performance.now() - arrivedAt));
    if (next && next.ms > 0) timer = setTimeout(look, next.ms);
    if (next?.ms !== 0) return;
    isDone = true;
    memory.show(next.greeting.id);
    leave = draw(next.greeting);
  };
  const end = (): void => {
    clearTimeout(timer);
    leave?.();
  };
  const turn = (): void => {
    arrivedAt = performance.now();
    if (!isFree()) leave?.();
    look();
  };
  return { look, turn, end };
};

/**
 * Greets by the shop’s rules: once per page that is loaded, never who has the chat open or closed a greeting today. Nothing
 * is asked of the relay but the rules; nothing is shown where it could not be remembered.
 */
export const greetBy =
  (rules: Rules) =>
  ([setOpen, , tell, host, { signal }]: Deeds, options: Partial<ShopbellOptions>, said: ChatCall[]): void => {
    const root = host.shadowRoot;
    const memory = options.consent === 'none' ? null : openMemory(rules.shop, Date.now);
    const button = root?.querySelector('button');
    if (!root || !button || !memory || signal.aborted) return;
    const { look, turn, end } = createGreeting({
      rules,
      memory,
      isFree: () =>
        document.visibilityState === 'visible' &&
        button.ariaExpanded === 'false' &&
        !(host.hidden || button.hidden),
      visit: (onPageMs) => ({
        path: location.pathname,
        onPageMs,
        language: languageOf(options),
        isReturning: Date.now() - memory.firstAt > returningMs,
        cart: cartOf(said),
        now: Date.now(),
        shownAt: memory.shownAt,
      }),
      draw: ({ id, text }) =>
        drawBubble(root, {
          by: rules.by,
          text,
          language: languageOf(options),
          answer: () => {
            tell('greet', id);
            setOpen(true);
          },
          close: () => memory.close(),
        }),
    });
    watch(said, signal, [look, turn]);
    addEventListener('shopbell:open', end, { signal });
    addEventListener('shopbell:close', look, { signal });
    signal.addEventListener('abort', end);
    look();
  };
