import type { AnyEntry, ShopbellError } from '@shopbell/protocol';
import type { Chat } from '../panel/chat.ts';
import { saidSoFar } from '../panel/panel-state.ts';

const page = 100;

/** Whether all is here that was ever said. */
export const isAllHere = (all: readonly AnyEntry[]): boolean => (all[0]?.seq ?? 1) <= 1;

const ask = async ({ store, presence }: Chat): Promise<boolean> => {
  const { conversation } = store.value;
  const before = saidSoFar(store.value)[0]?.seq;
  if (!conversation || before === undefined || before <= 1 || !presence.session) return true;
  const wanted = { conversation: conversation.id, before, limit: page };
  const { entries } = await presence.session.connection.call('entries:list', wanted);
  const first = saidSoFar(store.value)[0];
  // Another conversation, or the same anew, since it was asked.
  if (first?.conversation !== conversation.id || first.seq !== before) return true;
  const earlier = entries as unknown as AnyEntry[];
  if (earlier.at(-1)?.seq !== before - 1) return false;
  store.set(({ older }) => ({ older: [...earlier, ...older] }));
  return true;
};

/** Fetches the page before what is here; `false`: it cannot be had now. Too many questions at once wait their turn. */
export const fetchEarlier = async (chat: Chat): Promise<boolean> => {
  for (;;) {
    try {
      return await ask(chat);
    } catch (error) {
      const { code, details } = error as Partial<ShopbellError>;
      if (code !== 'rate_limited') return false;
      await new Promise((resolve) => setTimeout(resolve, details?.retryAfterMs ?? 1_000));
    }
  }
};
