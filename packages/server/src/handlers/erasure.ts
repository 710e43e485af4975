import type { AgentCommands } from '@shopbell/protocol';
import type { ErasureRow } from '../store/erasure-store.ts';
import { notFound, type StaffContext } from './context.ts';

const ask = async (
  { store, identity, now }: StaffContext,
  { subject, what }: { subject: ErasureRow['subject']; what: string },
): Promise<AgentCommands['shopper:erase']['output']> => {
  const asked = await store.askErasure({ subject, shop: identity.shop, askedAt: now() });
  if (asked === null) throw notFound(what);
  const { shop: _, ...erasure } = asked;
  return { erasure };
};

/** `shopper:erase`: notes it; the relay does it in small steps, beginning within a second. */
export const eraseShopper = (context: StaffContext, { shopper }: AgentCommands['shopper:erase']['parsed']) =>
  ask(context, { subject: shopper, what: 'shopper' });

/** `conversation:erase`: likewise. */
export const eraseConversation = (
  context: StaffContext,
  { conversation }: AgentCommands['conversation:erase']['parsed'],
) => ask(context, { subject: conversation, what: 'conversation' });
