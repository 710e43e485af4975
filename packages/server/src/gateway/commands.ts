import { refuse, toWireError } from '@shopbell/protocol';
import { replyPacket } from '../delivery/packets.ts';
import type { Answer, Reply } from '../gate/answer.ts';
import type { Caller } from '../gate/caller.ts';
import type { Outlet } from './outlet.ts';
import { createTurnstile } from './turnstile.ts';

type CommandsOptions = { caller: Caller; outlet: Outlet; answer: Answer; inFlight: InFlight };

/** How many commands are being answered; to know when none are. */
export interface InFlight {
  begin(): void;
  end(): void;
  /** Resolves when there are none, or after `timeoutMs`. */
  none(timeoutMs: number): Promise<void>;
}

/** Makes the count of commands under way. */
export const createInFlight = (): InFlight => {
  let count = 0;
  let whenNone: (() => void) | null = null;
  return {
    begin: () => {
      count += 1;
    },
    end: () => {
      count -= 1;
      if (count === 0) whenNone?.();
    },
    none: (timeoutMs) => {
      if (count === 0) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      whenNone = () => {
        clearTimeout(timer);
        resolve();
      };
      return promise;
    },
  };
};

/** So many commands may wait behind a `session:open`. */
const waitingMax = 100;
const tooMany: Reply = {
  ok: false,
  error: toWireError(
    refuse('rate_limited', 'Too many commands wait for the session to open.', { retryAfterMs: 1_000 }),
  ),
};

/** So many commands of one socket may wait for their turn. */
const inLineMax = 1_000;
const burst: Reply = {
  ok: false,
  error: toWireError(
    refuse('rate_limited', 'Too many commands at once. Wait for the answers.', { retryAfterMs: 1_000 }),
  ),
};

/** Makes what takes one socket’s commands. Those sent behind a `session:open` wait until it is answered. */
export const createCommands = ({ caller, outlet, answer, inFlight }: CommandsOptions) => {
  let opening: Promise<void> | null = null;
  let waiting = 0;
  const turnstile = createTurnstile();

  const reply = (id: number | null, answered: Reply): void => {
    if (id !== null) outlet.send(replyPacket(outlet.side, id, JSON.stringify(answered)));
  };

  const run = async (name: unknown, input: unknown, id: number | null): Promise<void> => {
    if (turnstile.waiting >= inLineMax) return reply(id, burst);
    inFlight.begin();
    const turn = turnstile.enter();
    try {
      if (turn) await turn;
      if (outlet.isOpen) reply(id, await answer(caller, name, input));
    } finally {
      turnstile.leave();
      inFlight.end();
    }
  };

  const behind = async (before: Promise<void>, next: () => Promise<void>): Promise<void> => {
    waiting += 1;
    await before;
    waiting -= 1;
    await next();
  };

  return (name: unknown, input: unknown, id: number | null): Promise<void> => {
    outlet.start();
    const next = () => run(name, input, id);
    if (opening && waiting >= waitingMax) {
      reply(id, tooMany);
      return Promise.resolve();
    }
    const running = opening ? behind(opening, next) : next();
    if (name !== 'session:open') return running;
    const mine = running.finally(() => {
      if (opening === mine) opening = null;
    });
    opening = mine;
    return mine;
  };
};
