import type { ChatOptions } from './chat-options.ts';
import type { Keeping } from './keeping.ts';
import { forgotten, type PanelState } from './panel-state.ts';
import { openSession, type Session, type Visitor } from './session.ts';
import type { Store } from './store.ts';

/** How long a page may take to sign; then the chat goes on unsigned. */
const signTimeoutMs = 8_000;
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
};

/** Voids the token, and forgets it and everything seen with it. The request outlives the page. */
const leave = ({ url, shop, keeping }: ChatOptions, store: Store<PanelState>): void => {
  const { token } = keeping;
  keeping.forget();
  store.set(forgotten(store.value));
  if (!token) return;
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'shopbell-shop': shop,
  };
  const request = { method: 'POST', headers, body: '{}', keepalive: true };
  fetch(`${url}/v1/shopper/session:close`, request).catch(() => {});
};

/** Takes another token, or none, as long as it is asked for. */
const changeToken = async (keeping: Keeping, isAsked: () => boolean): Promise<void> => {
  // Another tab may have been given a new one: what it stored takes a moment to be seen in this one.
  for (let looks = 9; isAsked() && !keeping.renew(); looks -= 1) {
    if (looks === 0) return keeping.setToken(undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

/** Holds one session at a time, and opens it anew whenever who is there changes. */
const createSessions = (options: ChatOptions, store: Store<PanelState>, visitor: Visitor) => {
  const { keeping, toPage } = options;
  const now = { session: null as Session | null, canSign: false, strikes: 0, struckAt: 0 };
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
    if (what === 'token') await changeToken(keeping, () => now.session === refused);
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
      close();
      now.canSign = false;
      visitor.claim = {};
      visitor.jwt = undefined;
      leave(options, store);
      if (store.value.isOpen) begin();
    },
  };
};
