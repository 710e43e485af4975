import type { Dialer, DialerHooks } from './dial.ts';
import type { LineState } from './tab-machine.ts';
import type { Link } from './transport.ts';

type Places = Record<string, number>;

/** A tab’s own line to the relay, in which others can listen and speak. */
export type Line = {
  link: Link | null;
  state: LineState;
  dial: (hooks: DialerHooks) => void;
  hangUp: () => void;
  /** Called when the line is another, and with each event; by default nobody listens. */
  changed: () => void;
  heard: (name: string, payload: unknown) => void;
  /** What others follow besides; `follow` says it anew. */
  others: () => Places;
  follow: () => void;
};

/** Makes a line of a dialer. A conversation once watched stays watched: others may still follow it. */
export const createLine = (own: Dialer): Line => {
  const set = (state: LineState, link: Link | null = null): void => {
    Object.assign(line, { state, link });
    line.changed();
  };
  const shared = (raw: Link): Link => ({
    ...raw,
    call: (command, ...how) =>
      command === 'conversation:unwatch' ? Promise.resolve({}) : raw.call(command, ...how),
    follow(places) {
      line.follow = () => raw.follow(() => ({ ...line.others(), ...places() }));
      line.follow();
    },
  });
  const line: Line = {
    link: null,
    state: 'none',
    follow() {},
    changed() {},
    heard() {},
    others: () => ({}),
    hangUp() {
      own.hangUp();
      set('none');
    },
    dial(hooks) {
      set('coming');
      own.dial({
        opened(raw) {
          const link = shared(raw);
          set('open', link);
          hooks.opened(link);
        },
        event(name, payload) {
          line.heard(name, payload);
          hooks.event(name, payload);
        },
        lost(details) {
          set('none');
          hooks.lost(details);
        },
        refused(error) {
          set('none');
          hooks.refused(error);
        },
      });
    },
  };
  return line;
};
