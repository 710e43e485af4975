import type { AnyEntry, ShopbellError } from '@shopbell/protocol';
import { toWireError } from '@shopbell/protocol/errors';
import type { Line } from './line.ts';
import type { TabMessage } from './tab-messages.ts';
import { disconnected } from './transport.ts';

type Options = {
  tab: string;
  line: Line;
  say: (message: TabMessage) => void;
  secret: () => string | undefined;
  leads: () => boolean;
};

/** What a leader does for the others: says how its line is, asks for them, passes on what comes. */
export const createLead = ({ tab, line, say, secret, leads }: Options) => {
  let number = 0;
  let followed: Record<string, number> = {};
  const name = (): string => `${tab}.${number}`;

  const announce = (): void => {
    if (leads()) say(['line', name(), line.state, line.link?.transport ?? 'websocket', secret()]);
  };
  /** What others follow goes on from where the line has brought them. */
  const passed = ({ conversation, seq }: AnyEntry): void => {
    if (seq === (followed[conversation] ?? -1) + 1) followed[conversation] = seq;
  };
  const wire = (thrown: unknown) => ({ ok: false, error: toWireError(thrown as ShopbellError) });

  line.others = () => followed;
  line.changed = () => {
    if (line.state === 'open') number += 1;
    else followed = {};
    announce();
  };
  line.heard = (event, payload) => {
    if (event === 'entry:appended') passed(payload as AnyEntry);
    if (leads()) say(['event', name(), event, payload]);
  };
  return {
    announce,
    call([, asker, number, command, input, how]: TabMessage & { 0: 'call' }): void {
      const asked = line.link?.call(command, input, how) ?? Promise.reject(disconnected());
      const reply = (answer: unknown): void => say(['reply', asker, number, answer]);
      asked.then(
        (data) => reply({ ok: true, data }),
        (error) => reply(wire(error)),
      );
    },
    follow(places: Record<string, number>): void {
      const isNew = Object.keys(places).some((id) => !(id in followed));
      followed = { ...places, ...followed };
      if (isNew) line.follow();
    },
  };
};
