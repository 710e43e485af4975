/**
 * The tabs of one browser: who holds the line to the relay. The lock decides, nobody else: there is never more than
 * one who has it, and the browser gives it to the next when its holder is gone.
 *
 *                    dial                   somebody leads, line open
 *     apart ─────────────────▶ seeking ─────────────────────────────▶ through
 *       ▲                       │    ▲                                   │
 *       │ hang-up               │    └───── the leader or its line ──────┘
 *       │                       │           is gone, or another
 *       │         the lock, asked for by all, or taken where nobody answers
 *       │                       ▼
 *       └───────────────────  leads  ── stolen, or left (frozen, closed) ──▶ apart
 *
 * Two things stand beside each other: whether this tab leads, and whether its connection wants a line.
 */
export type TabState = {
  /** It has the lock, and a line of its own. */
  leads: boolean;
  /** Its connection wants a line. */
  wants: boolean;
  /** Whose line it speaks through: the leader and the number of its line; `null`: nobody’s. */
  through: string | null;
  /** It has asked who leads, and nobody has answered yet; `calmly`: it can wait a while for that. */
  seeks: 'no' | 'calmly' | 'urgently';
};

/** How the leader’s line is; `coming`: it is being opened. */
export type LineState = 'open' | 'coming' | 'none';

export type TabEvent =
  /** The connection wants a line, or lets go of it. */
  | { name: 'dial' }
  | { name: 'hang-up' }
  /** The lock is this tab’s now, or was taken from it. */
  | { name: 'granted' }
  | { name: 'stolen' }
  /** A leader says how its line is. */
  | { name: 'heard'; line: string; state: LineState }
  /** Nobody has answered in time. */
  | { name: 'silence' }
  /** Something depends on the leader now: the tab came to the front, a message was written. */
  | { name: 'check' }
  /** Now and then: is the leader still there? */
  | { name: 'beat' }
  /** The tab is about to be frozen or closed. */
  | { name: 'leave' };

/**
 * What is to be done, in this order. `dial`, `hang-up`: the own line. `open`, `lose`: the line through the leader.
 * `ask`: who leads? `expect`: an answer, soon; `expect-calmly`: an answer or a line, in a while. `wake`: the connection, which waits.
 */
export type TabEffect =
  | 'queue'
  | 'steal'
  | 'release'
  | 'dial'
  | 'hang-up'
  | 'open'
  | 'lose'
  | 'ask'
  | 'expect'
  | 'expect-calmly'
  | 'calm'
  | 'wake';

/** A state and what to do on arriving there. */
export type TabStep = { state: TabState; effects: readonly TabEffect[] };

/** A tab nobody has opened a connection in. */
export const apart: TabState = { leads: false, wants: false, through: null, seeks: 'no' };

const seek = (state: TabState, seeks: 'calmly' | 'urgently' = 'urgently'): TabStep => ({
  state: { ...state, seeks },
  effects: ['queue', 'ask', seeks === 'calmly' ? 'expect-calmly' : 'expect'],
});

/** `isAnew`: there is another way already, so that nobody has to wait. */
const lose = (state: TabState, effects: readonly TabEffect[], isAnew = false): TabStep => ({
  state: { ...state, through: null, wants: false, seeks: 'no' },
  effects: [...effects, ...(state.wants ? ['lose' as const] : []), ...(isAnew ? ['wake' as const] : [])],
});

const heard = (state: TabState, line: string, of: LineState): TabStep => {
  const calm: TabState = { ...state, seeks: 'no' };
  const isOther = state.through !== null && (state.through !== line || of !== 'open');
  if (isOther) return lose(state, ['calm'], of !== 'none');
  if (of === 'coming' && state.wants)
    return { state: { ...state, seeks: 'calmly' }, effects: ['expect-calmly'] };
  if (of === 'none') return lose(state, ['calm']);
  if (of === 'coming' || state.through !== null) return { state: calm, effects: ['calm'] };
  return state.wants
    ? { state: { ...calm, through: line }, effects: ['calm', 'open'] }
    : { state: calm, effects: ['calm', 'wake'] };
};

/** What a leader does. */
const leading = (state: TabState, event: TabEvent): TabStep => {
  switch (event.name) {
    case 'dial':
      return { state: { ...state, wants: true }, effects: ['dial'] };
    case 'hang-up':
      return { state: { ...state, wants: false }, effects: ['hang-up'] };
    case 'stolen':
      return lose({ ...state, leads: false }, ['hang-up'], true);
    case 'leave':
      return lose({ ...state, leads: false }, ['hang-up', 'release']);
    case 'granted':
    case 'heard':
    case 'silence':
    case 'check':
    case 'beat':
      return { state, effects: [] };
    default:
      return event satisfies never;
  }
};

/** The next state, and what to do. Pure: the caller owns the lock, the channel, the line and the timers. */
export const nextTab = (state: TabState, event: TabEvent): TabStep => {
  if (state.leads) return leading(state, event);
  switch (event.name) {
    case 'dial':
      return seek({ ...state, wants: true, through: null });
    case 'hang-up':
      return { state: { ...state, wants: false, through: null }, effects: [] };
    case 'granted': {
      const leads: TabState = { ...state, leads: true, through: null, seeks: 'no' };
      if (state.through !== null) return lose(leads, ['calm'], true);
      return { state: leads, effects: state.wants ? ['calm', 'dial'] : ['calm', 'wake'] };
    }
    case 'heard':
      return heard(state, event.line, event.state);
    case 'silence':
      return state.seeks === 'no'
        ? { state, effects: [] }
        : { state: { ...state, seeks: 'no' }, effects: ['steal'] };
    case 'check':
      return state.seeks === 'urgently' ? { state, effects: [] } : seek(state);
    case 'beat':
      return state.seeks === 'no' ? seek(state, 'calmly') : { state, effects: [] };
    case 'leave':
      return lose(state, ['calm', 'release']);
    case 'stolen':
      return { state, effects: [] };
    default:
      return event satisfies never;
  }
};
