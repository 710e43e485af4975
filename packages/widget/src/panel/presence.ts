import type { ChatOptions } from './chat-options.ts';
import { forgotten, type PanelState } from './panel-state.ts';
import { openSession, type Session, type Visitor } from './session.ts';
import type { Store } from './store.ts';

/** How long a page may take to sign; then the chat goes on unsigned. */
const signTimeoutMs = 8_000;

/** Who is there, and the session opened for them. */
export type Presence = {
  readonly visitor: Visitor;
  readonly session: Session | null;
  /** Opens the session, once. */
  start(): void;
  identify(claim: Visitor['claim'], isSigner: boolean): void;
  /** The page has signed, or could not. */
  signed(jwt: string | null): void;
  logout(): void;
};

/** Holds one session at a time, and opens it anew whenever who is there changes. */
const createSessions = (options: ChatOptions, store: Store<PanelState>, visitor: Visitor) => {
  const { keeping, toPage } = options;
  const now: { session: Session | null; canSign: boolean; strikes: number } = {
    session: null,
    canSign: false,
    strikes: 0,
  };
  let signing: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    clearTimeout(signing);
    signing = undefined;
    now.session?.close();
    now.session = openSession({ ...options, store, visitor, onUnauthenticated });
  };
  /** Opens once the page has signed, or has not in time. */
  const begin = (): void => {
    if (!now.canSign) return open();
    clearTimeout(signing);
    signing = setTimeout(open, signTimeoutMs);
    toPage(['sign']);
  };
  const onUnauthenticated = (): void => {
    now.strikes += 1;
    keeping.setToken(undefined);
    visitor.jwt = undefined;
    // Once with a fresh signature, once without any, then it stays refused: no loop against a relay that says no.
    if (now.strikes === 1) begin();
    else if (now.strikes === 2) open();
  };
  return { now, open, begin, isSigning: () => signing !== undefined };
};

/** Makes the presence; nothing is connected before `start()`. */
export const createPresence = (options: ChatOptions, store: Store<PanelState>): Presence => {
  const visitor: Visitor = { claim: {}, page: { url: '', title: '' }, jwt: undefined };
  const { now, open, begin, isSigning } = createSessions(options, store, visitor);
  return {
    visitor,
    get session() {
      return now.session;
    },
    start() {
      if (!now.session && !isSigning()) begin();
    },
    identify(claim, isSigner) {
      visitor.claim = claim;
      now.canSign = isSigner;
      now.strikes = 0;
      if (!now.session) return;
      if (isSigner) begin();
      else now.session.connection.call('profile:claim', claim).catch(() => {});
    },
    signed(jwt) {
      if (!isSigning()) return;
      visitor.jwt = jwt ?? undefined;
      open();
    },
    logout() {
      const leaving = now.session;
      now.session = null;
      now.canSign = false;
      visitor.claim = {};
      visitor.jwt = undefined;
      options.keeping.forget();
      const told = leaving?.connection.call('session:close', {}).catch(() => null);
      void told?.finally(() => leaving?.close());
      store.set(forgotten(store.value));
      if (store.value.isOpen) begin();
    },
  };
};
