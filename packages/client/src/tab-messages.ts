import type { LineState } from './tab-machine.ts';
import type { ToldNews } from './tab-outbox.ts';
import type { CallOptions } from './transport.ts';

/** What tabs say to each other. `tab`: who asks; `line`: the leader and the number of its line. */
export type TabMessage =
  /** Who leads? */
  | ['who', tab: string]
  /** A leader: so is my line, by this transport; and what opens a session. */
  | ['line', line: string, state: LineState, transport: 'websocket' | 'http', secret: string | undefined]
  | ['call', tab: string, call: number, command: string, input: unknown, how: CallOptions]
  | ['reply', tab: string, call: number, reply: unknown]
  | ['event', line: string, name: string, payload: unknown]
  /** What a tab follows, from where. */
  | ['follow', places: Record<string, number>]
  | ['outbox', news: ToldNews]
  /** What opens a session is another from now on. */
  | ['secret', secret: string | undefined];

/** Where tabs hear each other: everybody but the speaker, in the order of each speaker. */
export type TabChannel = {
  say: (message: TabMessage) => void;
  hear: (listener: (message: TabMessage) => void) => void;
  close: () => void;
};
