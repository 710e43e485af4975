import type { ChatOptions } from './chat-options.ts';
import type { Keeping } from './keeping.ts';
import { forgotten, type PanelState } from './panel-state.ts';
import { openSession, type Session, type Visitor } from './session.ts';
import type { Store } from './store.ts';

/** How long a page may take to sign; then the chat goes on unsigned. */
const signTimeoutMs = 8_000;
/** How long a plain request may take. */
const postTimeoutMs = 15_000;
/** Refusals further apart than this have nothing to do with each other. */
const strikeMs = 60_000;

/** Who is there, and the session opened for them. */
export type Presence = {
  readonly visitor: Visitor;
  readonly session: Session | null;
  /** Opens the session, once. */
  start(): void;
  /** Opens it for who was here before; for a customer of the shop, once the page can vouch for them. */
  comeBack(): void;
  identify(claim: Visitor['claim'], isSigner: boolean): void;
  /** The page has signed, or could not. */
  signed(jwt: string | null): void;
  logout(): void;
  /** A new token is on its way: the one there is may be void, and is kept until that is known. */
  holdToken(isHeld: boolean): void;
  /** One command by a plain request, in the name of a token. */
  post(command: string, input: object, token: string): Promise<Response>;
};

/** One command by a plain request, which outlives the page. */
const post = ({ url, shop }: ChatOptions, [command, input, token]: Parameters<Presence['post']>) => {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'shopbell-shop': shop,
  };
  const request = { method: 'POST', headers, body: JSON.stringify(input), keepalive: true };
  const signal = AbortSignal.timeout(postTimeoutMs);
  return fetch(`${url}/v1/shopper/${command}`, { ...request, signal });
};

/** Voids the token, and forgets it and everything seen with it. */
const leave = (options: ChatOptions, store: Store<PanelState>, token = options.keeping.token): void => {
  options.keeping.forget();
  store.set(forgotten(store.value));
  if (token) post(options, ['session:close', {}, token]).catch(() => {});
};

/** Takes another token, or none, as long as it is asked for. */
const changeToken = async (keeping: Keeping, stand: () => 'asked' | 'held' | 'over'): Promise<void> => {
  const refused = keeping.token;
  // Another tab may have been given a new one: what it stored takes a moment to be seen in this one.
  for (let looks = 9; stand() !== 'over' && keeping.token === refused && !keeping.renew();) {
    if (looks === 0) return keeping.setToken(undefined);
    if (stand() === 'asked') looks -= 1;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

/** Holds one session at a time, and opens it anew whenever who is there changes. */
const createSessions = (options: ChatOptions, store: Store<PanelState>, visitor: Visitor) => {
  const { keeping, toPage } = options;
  const now = { session: null as Session | null, canSign: false, strikes: 0, struckAt: 0, isHeld: false };
  let signing: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    clearTimeout(signing);
    signing = undefined;
    now.session?.close();
    now.session = null;
  };
  const open = (): void => {
    close();
    // What a sign-in gave opens only with the shop’s word: whoever uses this browser next is somebody else.
    if (keeping.owner?.isVerified && !visitor.jwt) leave(options, store);
    now.session = openSession({ ...options, store, visitor, onUnauthenticated });
  };
  /** Opens once the page has signed, or has not in time. */
  const begin = (): void => {
    if (!now.canSign) return open();
    clearTimeout(signing);
    signing = setTimeout(open, signTimeoutMs);
    toPage(['sign']);
  };
  const onUnauthenticated = async (what: 'token' | 'jwt'): Promise<void> => {
    const refused = now.session;
    const stand = () => (now.session === refused ? (now.isHeld ? 'held' : 'asked') : 'over');
    if (what === 'token') await changeToken(keeping, stand);
    if (now.session !== refused) return;
    now.strikes = Date.now() - now.struckAt > strikeMs ? 1 : now.strikes + 1;
    now.struckAt = Date.now();
    visitor.jwt = undefined;
    // Once with a fresh signature, once without any, then it stays refused: no loop against a relay that says no.
    if (now.strikes === 1) begin();
    else if (now.strikes === 2) open();
  };
  const isSigning = (): boolean => signing !== undefined;
  const start = (): void => {
    if (!now.session && !isSigning()) begin();
  };
  const comeBack = (): void => {
    const { token, owner } = keeping;
    if (token && (now.canSign || !owner?.isVerified)) start();
  };
  return { now, open, close, begin, start, comeBack, isSigning };
};

/** Makes the presence; nothing is connected before `start()`. */
export const createPresence = (options: ChatOptions, store: Store<PanelState>): Presence => {
  const visitor: Visitor = { claim: {}, page: { url: '', title: '' }, jwt: undefined };
  const { now, open, close, begin, start, comeBack, isSigning } = createSessions(options, store, visitor);
  return {
    visitor,
    holdToken: (isHeld) => void (now.isHeld = isHeld),
    post: (...asked) => post(options, asked),
    get session() {
      return now.session;
    },
    start,
    comeBack,
    identify(claim, isSigner) {
      visitor.claim = claim;
      now.canSign = isSigner;
      now.strikes = 0;
      if (!now.session) return comeBack();
      if (isSigner) begin();
      else now.session.connection.call('profile:claim', claim).catch(() => {});
    },
    signed(jwt) {
      if (!isSigning()) return;
      visitor.jwt = jwt ?? undefined;
      open();
    },
    logout() {
      const { keeping } = options;
      const { token } = keeping;
      // Told while the other tabs can still be told: nobody goes on as who has left.
      keeping.adopt(undefined);
      keeping.onToken();
      close();
      now.canSign = false;
      visitor.claim = {};
      visitor.jwt = undefined;
      leave(options, store, token);
      if (store.value.isOpen) begin();
    },
  };
};
