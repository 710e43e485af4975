import type { ShopbellError, WireError } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { nanoid } from 'nanoid';
import type { Chat } from '../panel/chat.ts';

/** Where a code is to go, or the code. */
export type Proof = { email: string } | { code: string };

/** Sending a mail may take the relay longer than anything else. */
const how = { timeoutMs: 15_000 };
const [triesMax, againMs] = [8, 700];

const connectionOf = ({ presence }: Chat) => {
  const connection = presence.session?.connection;
  if (!connection) throw refuse('disconnected', 'There is no connection.');
  return connection;
};

type Asking<T> = { ask: (tries: number) => Promise<T>; passing: readonly string[] };

/** Asks again after what passes, as a lost connection that comes back: a nonce makes it the same question. */
const persist = async <T>({ ask, passing }: Asking<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(tries);
    } catch (error) {
      const { code = '' } = error as Partial<ShopbellError>;
      if (!passing.includes(code) || tries === triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
};

type Renewed = { token?: string | undefined };
type Answered = { ok: true; data: Renewed } | { ok: false; error: WireError };

/** The answer may have been lost with the connection, and the token be void by it: then it opens this answer and nothing else. */
const confirmAgain = async ({ presence }: Chat, input: object, token: string): Promise<Renewed> => {
  const response = await presence.post('identity:confirm-code', input, token).catch(() => null);
  const answered = (await response?.json().catch(() => null)) as Answered | null | undefined;
  if (!answered) throw refuse('disconnected', 'There is no connection.');
  if (answered.ok) return answered.data;
  const { code, message, details } = answered.error;
  throw refuse(code, message, details);
};

const confirm = async (chat: Chat, input: { conversation: `cnv_${string}`; nonce: string; code: string }) => {
  const { keeping, presence } = chat;
  const { token: before = '' } = keeping;
  presence.holdToken(true);
  try {
    const { token } = await persist<Renewed>({
      ask: async (tries) =>
        tries === 1
          ? connectionOf(chat).call('identity:confirm-code', input, how)
          : confirmAgain(chat, input, before),
      passing: ['disconnected', 'timeout', 'unavailable'],
    });
    if (token) keeping.setToken(token);
  } finally {
    presence.holdToken(false);
  }
};

/** Asks for a code, or enters it: with the proof comes a new token. Rejects with what the relay says. */
export const prove = async (chat: Chat, what: Proof): Promise<void> => {
  const { conversation, locale } = chat.store.value;
  if (!conversation) throw refuse('disconnected', 'There is no conversation.');
  const to = { conversation: conversation.id, nonce: nanoid() };
  if ('code' in what) return confirm(chat, { ...to, ...what });
  await persist({
    ask: async () => connectionOf(chat).call('identity:request-code', { ...to, ...what, locale }, how),
    passing: ['disconnected'],
  });
};
