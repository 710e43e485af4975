import type { ActionId, AnyEntry, ConversationId, ShopbellError } from '@shopbell/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';
import { newNonce } from '../panel/deeds.ts';
import type { PanelState } from '../panel/panel-state.ts';

/** What is filled in; an empty address is none. */
export type Details = { order: string; email: string };

/** How a look-up stands: not asked for, on its way, with the office, over, or not taken by the relay. */
export type Standing =
  | { name: 'idle' | 'asking' | 'found' | 'missing' }
  | { name: 'looking'; action: ActionId }
  | { name: 'refused'; error: Partial<ShopbellError> };

/** Shows the conversation it stands in, if that is not the one that is shown: it may have begun with it. */
const show = async ({ store, presence }: Chat, id: ConversationId): Promise<void> => {
  if (store.value.conversation?.id === id || !presence.session) return;
  const { conversations } = await presence.session.connection.call('conversation:list', {});
  const found = conversations.find((each) => each.id === id);
  if (!found) return;
  store.set(({ picked }) => ({ conversations, picked: picked === null ? null : id }));
  presence.session.show(found);
};

/** What the office has made of it by now. */
const resultIn = (entries: readonly AnyEntry[], action: ActionId): 'found' | 'missing' | null => {
  const last = entries.findLast((entry) => entry.type === 'action' && entry.data.action === action);
  if (last?.type !== 'action') return null;
  if (last.data.step === 'succeeded') return 'found';
  return last.data.end ? 'missing' : null;
};

/**
 * Has an order looked up in the shopper’s conversation. The same details asked again are the same question, should its
 * answer have been lost.
 */
export const useOrder = (chat: Chat, state: PanelState) => {
  const [standing, setStanding] = useState<Standing>({ name: 'idle' });
  const asked = useRef({ nonce: '', details: '' });
  const ask = async ({ order, email }: Details): Promise<void> => {
    const { session } = chat.presence;
    const { conversation } = chat.store.value;
    if (!session) return;
    const input = { order, ...(email === '' ? {} : { email }) };
    const details = `${conversation?.id ?? ''} ${JSON.stringify(input)}`;
    if (asked.current.details !== details) asked.current = { nonce: newNonce(), details };
    setStanding({ name: 'asking' });
    // From here on they are somebody who has said something: they are to find it again.
    chat.keeping.begin();
    try {
      const reply = await session.connection.call('action:ask', {
        ...(conversation ? { conversation: conversation.id } : {}),
        nonce: asked.current.nonce,
        name: 'order.lookup',
        input,
      });
      asked.current = { nonce: '', details: '' };
      await show(chat, reply.conversation);
      setStanding({ name: 'looking', action: reply.action });
    } catch (error) {
      setStanding({ name: 'refused', error: error as Partial<ShopbellError> });
    }
  };
  const result = standing.name === 'looking' ? resultIn(state.entries, standing.action) : null;
  useEffect(() => {
    if (result) setStanding({ name: result });
  }, [result]);
  return { standing, ask: (details: Details): void => void ask(details) };
};
