import type { ShopbellError } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { nanoid } from 'nanoid';
import type { Chat } from '../panel/chat.ts';

/** Where a code is to go, or the code. */
export type Proof = { email: string } | { code: string };

/** Sending a mail may take the relay longer than anything else. */
const how = { timeoutMs: 15_000 };
const [triesMax, againMs] = [8, 700];

const once = async (chat: Chat, what: Proof, nonce: string): Promise<void> => {
  const connection = chat.presence.session?.connection;
  const { conversation, locale } = chat.store.value;
  if (!connection || !conversation) throw refuse('disconnected', 'There is no conversation.');
  const to = { conversation: conversation.id, nonce };
  if ('email' in what) {
    await connection.call('identity:request-code', { ...to, ...what, locale }, how);
    return;
  }
  const { token } = await connection.call('identity:confirm-code', { ...to, ...what }, how);
  if (token) chat.keeping.setToken(token);
};

/** Asks for a code, or enters it: with the proof comes a new token. Rejects with what the relay says. */
export const prove = async (chat: Chat, what: Proof): Promise<void> => {
  const nonce = nanoid();
  // A lost connection comes back: the nonce makes asking again the same question.
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(chat, what, nonce);
    } catch (error) {
      if ((error as Partial<ShopbellError>).code !== 'disconnected' || tries === triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
};
