import { fromWireError, refuse, ShopbellError, toWireError, type WireError } from '@shopbell/protocol';
import { nanoid } from 'nanoid';
import type { Peers } from '../store/peers.ts';

/** What one relay asks of one other: letters in its box, answered by letters. */
export interface Post {
  /** Resolves to the answer; rejects with the other’s refusal, or `unavailable` when none comes in time. */
  ask: (relay: string, kind: string, payload: unknown) => Promise<unknown>;
  /** Asks, and does not wait. */
  tell: (relay: string, kind: string, payload: unknown) => void;
  /** How letters of a kind are answered. */
  on: (kind: string, answer: (from: string, payload: never) => unknown) => void;
  /** Looks into the box. */
  collect: () => void;
  close: () => void;
}

type Asked = { id: string; kind: string; payload: unknown };
type Answered = { answer: string; reply: { ok: true; data: unknown } | { ok: false; error: WireError } };
type Waiting = { resolve: (data: unknown) => void; reject: (error: Error) => void };

type PostOptions = {
  peers: Pick<Peers, 'post' | 'collect'>;
  onError: (error: unknown) => void;
  /** How long an answer may take; how often the box is looked into anyway. */
  answerMs?: number;
  everyMs?: number;
};

const late = () => refuse('unavailable', 'Another relay did not answer in time. Try again in a moment.');

const replyOf = (error: unknown): Answered['reply'] => {
  const refusal = error instanceof ShopbellError ? error : refuse('internal', 'Something went wrong here.');
  return { ok: false, error: toWireError(refusal) };
};

/** Looks into the box, once more when it was asked to meanwhile. */
const createCollector = (look: () => Promise<void>, onError: (error: unknown) => void) => {
  let isBusy = false;
  let isDue = false;
  const collect = (): void => {
    isDue = true;
    if (isBusy) return;
    isBusy = true;
    isDue = false;
    look()
      .catch(onError)
      .finally(() => {
        isBusy = false;
        if (isDue) collect();
      });
  };
  return collect;
};

/** Opens this relay’s box. */
export const openPost = ({ peers, onError, answerMs = 5_000, everyMs = 1_000 }: PostOptions): Post => {
  const waiting = new Map<string, Waiting>();
  const kinds = new Map<string, (from: string, payload: never) => unknown>();

  const send = (to: string, letter: Asked | Answered): Promise<void> =>
    peers.post(to, JSON.stringify(letter));
  const answer = async (from: string, { id, kind, payload }: Asked): Promise<void> => {
    const reply = await Promise.resolve(payload as never)
      .then((given) => kinds.get(kind)?.(from, given))
      .then((data): Answered['reply'] => ({ ok: true, data: data ?? null }), replyOf);
    await send(from, { answer: id, reply });
  };
  const settle = ({ answer: id, reply }: Answered): void => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (reply.ok) asked?.resolve(reply.data);
    else asked?.reject(fromWireError(reply.error));
  };
  const collect = createCollector(async () => {
    for (const { from, letter } of await peers.collect()) {
      const read = JSON.parse(letter) as Asked | Answered;
      if ('answer' in read) settle(read);
      else answer(from, read).catch(onError);
    }
  }, onError);

  const ask: Post['ask'] = async (relay, kind, payload) => {
    const id = nanoid();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => reject(late()), answerMs);
    waiting.set(id, { resolve, reject });
    try {
      await send(relay, { id, kind, payload });
      return await promise;
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  };

  const timer = setInterval(collect, everyMs);
  return {
    ask,
    tell: (relay, kind, payload) => void ask(relay, kind, payload).catch(onError),
    on: (kind, given) => void kinds.set(kind, given),
    collect,
    close: () => clearInterval(timer),
  };
};
