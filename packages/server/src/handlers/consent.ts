import { refuse, type ActionId, type AgentCommands, type ShopperCommands } from '@shopbell/protocol';
import type { ActionRow } from '../store/action-row.ts';
import {
  authorOf,
  notFound,
  shopperOf,
  type ShopperContext,
  type ShopperHandlers,
  type StaffContext,
  type StaffHandlers,
} from './context.ts';
import { storedForShopper, storedForStaff } from './reply-data.ts';
import { requireIdentity } from './require-identity.ts';

type ShoppersAnswer = ShopperCommands['action:confirm'];
type StaffsAnswer = AgentCommands['action:reject'];

/** The action, if it is the shopper’s own and they see it; else `not_found`, as one that never was. */
const ownAction = async (context: ShopperContext, id: ActionId): Promise<ActionRow> => {
  const { store, identity } = context;
  const row = await store.action(id);
  const state = row && (await store.state(row.conversation));
  const isTheirs = row?.shop === identity.shop && state?.shopper === shopperOf(context).id;
  if (!row || !isTheirs || row.audience !== 'everyone') throw notFound('action');
  return row;
};

/** The action, if it is the shop’s. */
const actionFor = async ({ store, identity }: StaffContext, id: ActionId): Promise<ActionRow> => {
  const row = await store.action(id);
  if (!row || row.shop !== identity.shop) throw notFound('action');
  return row;
};

const ofShopper =
  (type: 'confirm' | 'decline') =>
  async (context: ShopperContext, { action, digest, nonce }: ShoppersAnswer['parsed']) => {
    const row = await ownAction(context, action);
    const by = authorOf(context);
    // What was said before in time stays said: only a new yes needs the identity now.
    if (type === 'confirm' && (await context.store.appended(by, nonce)) === null)
      await requireIdentity(context, shopperOf(context).id, {
        title: row.title,
        identity: row.plan?.identity ?? 'anyone',
      });
    const move = {
      event: { type, digest },
      by,
      nonce,
      body: `${type} ${action} ${digest}`,
    };
    return storedForShopper(await context.actions.answer(row, move));
  };

const ofStaff =
  (type: 'approve' | 'reject') =>
  async (context: StaffContext, { action, digest, nonce, reason }: StaffsAnswer['parsed']) => {
    const row = await actionFor(context, action);
    if (row.by.id === context.identity.person.id)
      throw refuse('forbidden', 'You asked for this yourself: somebody else has to decide on it.');
    const error = { code: 'rejected', message: reason ?? 'It was not approved.' };
    const move = {
      event: { type, digest },
      by: authorOf(context),
      nonce,
      body: `${type} ${action} ${digest} ${reason ?? ''}`,
      ...(type === 'reject' ? { details: { error } } : {}),
    };
    return storedForStaff(await context.actions.answer(row, move));
  };

/** `action:confirm`: the shopper agrees to the plan. */
export const confirmAction: ShopperHandlers['action:confirm'] = ofShopper('confirm');
/** `action:decline`: the shopper does not. */
export const declineAction: ShopperHandlers['action:decline'] = ofShopper('decline');
/** `action:approve`: somebody other than the requester agrees. */
export const approveAction: StaffHandlers['action:approve'] = ofStaff('approve');
/** `action:reject`: they do not. */
export const rejectAction: StaffHandlers['action:reject'] = ofStaff('reject');

/** `action:cancel`: by whoever asked for it, or a supervisor. */
export const cancelAction: StaffHandlers['action:cancel'] = async (context, { action, nonce }) => {
  const row = await actionFor(context, action);
  const { id, role } = context.identity.person;
  if (row.by.id !== id && role !== 'supervisor' && role !== 'admin')
    throw refuse('forbidden', 'Only whoever asked for the action, or a supervisor, can cancel it.');
  const move = { event: { type: 'cancel' as const }, by: authorOf(context), nonce, body: `cancel ${action}` };
  return storedForStaff(await context.actions.answer(row, move));
};
