import { takeLock, type Begun, type Tabs } from './begin-sharing.ts';
import type { DialerHooks } from './dial.ts';
import type { OutboxNews } from './outbox.ts';
import type { Member } from './sharing.ts';
import { everything, hearNews, toTold } from './tab-outbox.ts';
import { createLead } from './tab-lead.ts';
import { createTabLink, type TabLink } from './tab-link.ts';
import { apart, nextTab, type TabEffect, type TabEvent, type TabState } from './tab-machine.ts';
import type { TabChannel, TabMessage } from './tab-messages.ts';

export type { Begun } from './begin-sharing.ts';
export type { TabMessage } from './tab-messages.ts';
export { fromKept, toKept, type KeptPending } from './kept-pending.ts';

/** What the tabs of one browser work with. */
export type TabsOptions = {
  /** Unlike that of any other tab. */
  tab: string;
  channel: TabChannel;
  /** What opens a session, and where it is kept when another tab was given a new one. */
  secret: () => string | undefined;
  onSecret: (secret: string | undefined) => void;
  /** How long a leader may take to answer; and where nobody waits for it, or it opens its line, in milliseconds. */
  patienceMs?: number;
  calmMs?: number;
};

/** One of several tabs that share a line. `leave`: it is about to be frozen; who waits for the lock gets it. `beat`: to be called every few seconds. */
export type SharedTabs = Tabs & { leave: () => void; beat: () => void; secretChanged: () => void };

type Tab = Begun &
  Required<TabsOptions> & {
    state: TabState;
    lead: ReturnType<typeof createLead>;
    link: TabLink | null;
    transport: 'websocket' | 'http';
    member: Member | null;
    timer: ReturnType<typeof setTimeout> | undefined;
    queued: AbortController | null;
    isClosed: boolean;
  };

const tell = ({ channel, state }: Tab, news: OutboxNews): void =>
  channel.say(['outbox', toTold(news, state.leads)]);
const announce = (tab: Tab): void => {
  if (tab.member?.outbox.queue().length) tell(tab, everything(tab.member.outbox));
};

const expect = (tab: Tab, waitMs: number): void => {
  clearTimeout(tab.timer);
  tab.timer = setTimeout(step, waitMs, tab, { name: 'silence' });
};

/** In the queue for the lock, or past everybody in it. */
const request = (tab: Tab, how: { steal?: boolean }): void => {
  const own = new AbortController();
  if (!how.steal) {
    if (tab.queued) return;
    tab.queued = own;
  }
  const granted = (): void => {
    if (!how.steal) tab.queued = null;
    step(tab, { name: 'granted' });
  };
  takeLock(tab, how.steal ? how : { signal: own.signal }, granted).catch(() => {
    if (own.signal.aborted || !tab.hold.isHeld) return;
    tab.hold.isHeld = false;
    tab.hold.stolen();
  });
};

const effects: Record<TabEffect, (tab: Tab) => void> = {
  queue: (tab) => request(tab, {}),
  steal(tab) {
    effects.release(tab);
    request(tab, { steal: true });
  },
  release(tab) {
    tab.queued?.abort();
    tab.queued = null;
    tab.hold.release();
  },
  dial(tab) {
    if (tab.hooks) tab.line.dial(tab.hooks);
    announce(tab);
  },
  'hang-up': (tab) => tab.line.hangUp(),
  open(tab) {
    const { tab: name, transport, channel } = tab;
    tab.link = createTabLink({ tab: name, transport, say: channel.say });
    announce(tab);
    tab.hooks?.opened(tab.link);
  },
  lose(tab) {
    const { hooks } = tab;
    tab.link?.end();
    tab.link = null;
    tab.hooks = null;
    hooks?.lost();
  },
  ask: (tab) => tab.channel.say(['who', tab.tab]),
  expect: (tab) => expect(tab, tab.patienceMs),
  'expect-calmly': (tab) => expect(tab, tab.calmMs),
  calm: (tab) => clearTimeout(tab.timer),
  wake: (tab) => tab.member?.wake(),
};

const step = (tab: Tab, event: TabEvent): void => {
  if (tab.isClosed) return;
  const { state, effects: todo } = nextTab(tab.state, event);
  tab.state = state;
  for (const effect of todo) effects[effect](tab);
};

/** Ends the own line, and opens another. */
const reopen = (tab: Tab): void => {
  effects['hang-up'](tab);
  effects.lose(tab);
  effects.wake(tab);
};

const hear = (tab: Tab, message: TabMessage): void => {
  const { state, lead, member, link } = tab;
  switch (message[0]) {
    case 'who':
      lead.announce();
      if (state.leads) announce(tab);
      return;
    case 'line': {
      if (state.leads) return;
      const [, line, of, transport, secret] = message;
      tab.transport = transport;
      if (secret) tab.onSecret(secret);
      return step(tab, { name: 'heard', line, state: of });
    }
    case 'call':
      if (state.leads) lead.call(message);
      return;
    case 'reply':
      if (message[1] === tab.tab) link?.reply(message[2], message[3]);
      return;
    case 'event':
      if (state.through === message[1]) tab.hooks?.event(message[2], message[3]);
      return;
    case 'follow':
      if (state.leads) lead.follow(message[1]);
      return;
    case 'outbox':
      if (member) hearNews(message[1], { ...member, leads: state.leads, tell: (news) => tell(tab, news) });
      return;
    case 'secret':
      tab.onSecret(message[1]);
      // Whoever was here has left: their line goes with them.
      if (message[1] === undefined && state.leads) reopen(tab);
      return;
    default:
      message satisfies never;
  }
};

const makeTab = (begun: Begun, options: TabsOptions): Tab => {
  const { channel, secret } = options;
  const lead = createLead({
    tab: options.tab,
    line: begun.line,
    say: channel.say,
    secret,
    leads: () => tab.state.leads,
  });
  const tab: Tab = {
    patienceMs: 1_000,
    calmMs: 8_000,
    ...begun,
    ...options,
    state: { ...apart, leads: begun.hold.isHeld, wants: begun.line.state !== 'none' },
    lead,
    link: null,
    transport: 'websocket',
    member: null,
    timer: undefined,
    queued: null,
    isClosed: false,
  };
  return tab;
};

const start = (tab: Tab): void => {
  const { leads, wants } = tab.state;
  if (leads) return tab.lead.announce();
  if (!wants) return tab.hooks ? step(tab, { name: 'dial' }) : undefined;
  // Its own line was opened before the lock was taken from it.
  tab.state = apart;
  reopen(tab);
};

/** Takes over what has begun: from now on this tab speaks for others, or through another. */
export const createTabs = (begun: Begun, options: TabsOptions): SharedTabs => {
  const tab = makeTab(begun, options);
  const { channel } = tab;
  const leave = (): void => step(tab, { name: 'leave' });
  tab.hold.stolen = () => step(tab, { name: 'stolen' });
  channel.hear((message) => {
    if (!tab.isClosed) hear(tab, message);
  });
  return {
    dial(hooks: DialerHooks) {
      tab.hooks = hooks;
      step(tab, { name: 'dial' });
    },
    hangUp() {
      tab.hooks = null;
      tab.link?.end();
      tab.link = null;
      step(tab, { name: 'hang-up' });
    },
    leads: () => tab.state.leads,
    tell: (news) => tell(tab, news),
    join(member) {
      tab.member = member;
      announce(tab);
      start(tab);
    },
    check: () => step(tab, { name: 'check' }),
    leave,
    beat: () => step(tab, { name: 'beat' }),
    secretChanged: () => channel.say(['secret', options.secret()]),
    close() {
      leave();
      tab.isClosed = true;
      clearTimeout(tab.timer);
      channel.close();
    },
  };
};
