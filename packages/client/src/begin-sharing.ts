import type { Dialer, DialerHooks } from './dial.ts';
import { createLine, type Line } from './line.ts';
import type { Member, Sharing } from './sharing.ts';

/** A lock that one tab of the browser has at a time. */
export type TabLock = {
  /** `held` is called once it is held, until what it returns settles; rejects when it is taken away. */
  request: (
    how: { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal },
    held: (isGranted: boolean) => Promise<void> | undefined,
  ) => Promise<unknown>;
};

/** The lock in this tab’s hand. */
export type Hold = { isHeld: boolean; release: () => void; stolen: () => void };

/** How far sharing has come when the rest of it arrives. */
export type Begun = { line: Line; hold: Hold; lock: TabLock; hooks: DialerHooks | null };

/** What does the sharing once it is there. */
export type Tabs = Pick<Sharing, 'leads' | 'tell' | 'join' | 'check' | 'close'> & {
  dial: (hooks: DialerHooks) => void;
  hangUp: () => void;
};

/** Asks for the lock; says by `granted` whether it has it now. */
export const takeLock = (
  { lock, hold }: Pick<Begun, 'lock' | 'hold'>,
  how: Parameters<TabLock['request']>[0],
  granted: (isGranted: boolean) => void,
): Promise<unknown> =>
  lock.request(how, (isGranted) => {
    hold.isHeld = isGranted;
    const held = new Promise<void>((resolve) => {
      hold.release = () => {
        hold.isHeld = false;
        resolve();
      };
    });
    granted(isGranted);
    return isGranted ? held : undefined;
  });

type Beginning = {
  lock: TabLock;
  hold: Hold;
  coming: Promise<(begun: Begun) => Tabs>;
  begun?: Begun;
  tabs?: Tabs;
  member?: Member;
  isAlone: boolean;
  isAsked: boolean;
  isClosed: boolean;
};

const start = ({ begun }: Beginning): void => {
  if (begun?.hooks && begun.line.state === 'none') begun.line.dial(begun.hooks);
};

const goAlone = (now: Beginning): void => {
  now.isAlone = true;
  start(now);
};

const goOn = async (now: Beginning): Promise<void> => {
  const make = await now.coming;
  if (!now.begun || !now.member || now.isClosed) return;
  now.tabs = make(now.begun);
  now.tabs.join(now.member);
};

const ask = (now: Beginning): void => {
  now.isAsked = true;
  const granted = (isGranted: boolean): void => {
    if (isGranted) start(now);
    goOn(now).catch(() => goAlone(now));
  };
  takeLock(now, { ifAvailable: true }, granted).catch(() => {
    // Refused as a whole, or taken by who found nobody answering.
    if (!now.hold.isHeld) return goAlone(now);
    now.hold.isHeld = false;
    now.hold.stolen();
  });
};

/** Stands between the connection and its own dialer. */
const sharedDialer = (now: Beginning, own: Dialer): Dialer => {
  const begun: Begun = { line: createLine(own), hold: now.hold, lock: now.lock, hooks: null };
  now.begun = begun;
  return {
    dial(hooks) {
      begun.hooks = hooks;
      if (now.tabs) now.tabs.dial(hooks);
      else if (now.hold.isHeld || now.isAlone) begun.line.dial(hooks);
      else if (!now.isAsked) ask(now);
    },
    hangUp() {
      begun.hooks = null;
      if (now.tabs) now.tabs.hangUp();
      else begun.line.hangUp();
    },
  };
};

/**
 * The beginning of sharing, small: who finds the lock free connects at once. Everything else (speaking through
 * another tab, letting others speak, handing over) is done by `coming`; where that does not come, or no lock is to be
 * had, each tab connects by itself.
 */
export const beginSharing = (lock: TabLock, coming: Beginning['coming']): Sharing => {
  const hold: Hold = { isHeld: false, release: () => {}, stolen: () => {} };
  const now: Beginning = { lock, hold, coming, isAlone: false, isAsked: false, isClosed: false };
  return {
    dialer: (own) => sharedDialer(now, own),
    leads: () => now.tabs?.leads() ?? (hold.isHeld || now.isAlone),
    tell: (news) => now.tabs?.tell(news),
    join: (member) => void (now.member = member),
    check: () => now.tabs?.check(),
    close() {
      now.isClosed = true;
      now.tabs?.close();
      hold.release();
    },
  };
};
