import type { ErrorDetails, ShopbellError } from '@shopbell/protocol';
import { isRetryable, refuse } from '@shopbell/protocol/errors';
import type { Backoff } from './backoff.ts';
import type { ConnectionState } from './connection.ts';
import type { Dialer, DialerHooks } from './dial.ts';
import { next, type Effect, type MachineEvent } from './machine.ts';
import type { Link } from './transport.ts';

/** What a life needs from outside. */
export type LifeOptions = {
  dialer: Dialer;
  backoff: Backoff;
  /** The input of `session:open`. */
  open: () => unknown;
  callTimeoutMs: number;
  now: () => number;
  emit: (event: string, payload: unknown) => void;
  /** The session is open: ask for what was missed, send what waits. */
  resume: (link: Link) => void;
};

/** The state machine at work: its effects carried out, its timers kept. */
export type Life = {
  readonly state: ConnectionState;
  /** The live link; `null` while there is none. */
  readonly link: Link | null;
  dispatch: (event: MachineEvent) => void;
  /** The network is back, the page is in front, the machine woke up: is what is there still alive? Else at once anew. */
  wake: () => void;
};

type Alive = LifeOptions & {
  state: ConnectionState;
  link: Link | null;
  timer?: ReturnType<typeof setTimeout>;
  /** What `relay:closing` asked for. */
  floorMs: number;
  /** Since when it is in this state, and how long the relay took to open the last session, in milliseconds. */
  since: number;
  openMs: number;
  isProbing: boolean;
};

/** A line that says nothing for so long after a wake-up is dead; on slow ones longer. */
const probeMs = 1_500;
/** An attempt older than this may have begun before the machine slept. */
const staleMs = 1_500;

const lost = (life: Alive, details?: ErrorDetails): void => {
  const floorMs = Math.max(life.floorMs, details?.retryAfterMs ?? 0);
  life.floorMs = 0;
  dispatch(life, { name: 'lost', retryAt: life.now() + life.backoff.next(floorMs) });
};

const hooksOf = (life: Alive): DialerHooks => ({
  opened(link) {
    life.link = link;
    dispatch(life, { name: 'connected' });
  },
  event(name, payload) {
    if (name === 'relay:closing') life.floorMs = (payload as { reconnectAfterMs: number }).reconnectAfterMs;
    life.emit(name, payload);
  },
  lost: (details) => lost(life, details),
  refused: (error) => dispatch(life, { name: 'refused', error }),
});

const open = async (life: Alive, link: Link): Promise<void> => {
  const isCurrent = (): boolean => life.link === link && life.state.name === 'opening';
  const startedAt = life.now();
  try {
    const session = await link.call('session:open', life.open(), { timeoutMs: life.callTimeoutMs });
    if (!isCurrent()) return;
    life.backoff.opened();
    life.openMs = life.now() - startedAt;
    life.emit('session:opened', session);
    dispatch(life, { name: 'opened', transport: link.transport });
  } catch (thrown) {
    const error = thrown as ShopbellError;
    if (!isCurrent()) return;
    if (isRetryable(error.code)) lost(life, error.details);
    else
      dispatch(life, { name: 'refused', error: error.code ? error : refuse('bad_request', String(thrown)) });
  }
};

const effects: Record<Effect, (life: Alive) => void> = {
  'hang-up'(life) {
    life.link = null;
    life.dialer.hangUp();
  },
  wait(life) {
    const retryAt = life.state.name === 'waiting' ? life.state.retryAt : 0;
    life.timer = setTimeout(dispatch, Math.max(0, retryAt - life.now()), life, { name: 'due' });
  },
  connect: (life) => life.dialer.dial(hooksOf(life)),
  open: (life) => void (life.link && open(life, life.link)),
  resume: (life) => void (life.link && life.resume(life.link)),
};

const dispatch = (life: Alive, event: MachineEvent): void => {
  const step = next(life.state, event);
  if (step.state === life.state) return;
  life.state = step.state;
  life.since = life.now();
  clearTimeout(life.timer);
  for (const effect of step.effects) effects[effect](life);
  life.emit('state:changed', life.state);
};

/** Gives up what there is and begins anew, now. */
const renew = (life: Alive): void => {
  dispatch(life, { name: 'lost', retryAt: life.now() });
  dispatch(life, { name: 'wake' });
};

/** Asks something small; whatever is answered, somebody is there. */
const probe = async (life: Alive, link: Link): Promise<void> => {
  if (life.isProbing) return;
  life.isProbing = true;
  const timeoutMs = Math.max(probeMs, 4 * life.openMs);
  await link.call('conversation:list', {}, { timeoutMs }).catch((error: ShopbellError) => {
    if (error.code === 'timeout' && life.link === link && life.state.name === 'live') renew(life);
  });
  life.isProbing = false;
};

const wake = (life: Alive): void => {
  const { name } = life.state;
  if (name === 'live' && life.link) void probe(life, life.link);
  // A clock that was set back says nothing of how long it takes.
  const isStale = Math.abs(life.now() - life.since) > staleMs;
  if ((name === 'connecting' || name === 'opening') && isStale) renew(life);
  dispatch(life, { name: 'wake' });
};

/** Makes a life in the state `idle`. */
export const createLife = (options: LifeOptions): Life => {
  const life: Alive = {
    ...options,
    state: { name: 'idle' },
    link: null,
    floorMs: 0,
    since: options.now(),
    openMs: 0,
    isProbing: false,
  };
  return {
    get state() {
      return life.state;
    },
    get link() {
      return life.state.name === 'live' ? life.link : null;
    },
    dispatch: (event) => dispatch(life, event),
    wake: () => wake(life),
  };
};
