import type { CannedValues } from '@shopbell/agent';
import type { Conversation } from '@shopbell/protocol';
import { ordersKnown } from '../action/known-orders.ts';
import type { DeskContext } from '../app/desk.ts';
import { tellActions } from '../thread/stories.ts';
import type { Thread } from '../thread/thread.ts';

/** How many of the last messages say what a conversation is about. */
const lately = 6;

const firstOf = (name: string): string => name.trim().split(/\s+/, 1)[0] ?? '';

/** What the variables of canned responses stand for in this conversation; what is not known is empty. */
export const cannedValues = (
  { agent }: Pick<DeskContext, 'agent'>,
  thread: Thread,
  { shopper }: Conversation,
): CannedValues => ({
  'shopper.name': shopper.name,
  'shopper.first_name': firstOf(shopper.name),
  'agent.name': agent.me.name,
  'agent.first_name': firstOf(agent.me.name),
  'shop.name': agent.shop.name,
  'order.number': ordersKnown(tellActions(thread.state.get().entries)).last?.number,
});

/** What the shopper has said lately. */
export const saidLately = (thread: Thread): string =>
  thread.state
    .get()
    .entries.filter((entry) => entry.type === 'message' && entry.by.kind === 'shopper')
    .slice(-lately)
    .flatMap((entry) => (entry.type === 'message' ? entry.data.parts : []))
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join(' ');
