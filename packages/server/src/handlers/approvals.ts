import type { AgentCommands } from '@shopbell/protocol';
import { shownOf } from '../rules/actions.ts';
import type { ActionRow } from '../store/action-row.ts';
import type { StaffContext, StaffHandlers } from './context.ts';

type Approval = AgentCommands['approval:list']['output']['approvals'][number];

/** What is to be agreed to, for whom, and who asked; nothing when the plan or the shopper is no more. */
const approvalOf = async ({ store }: StaffContext, row: ActionRow): Promise<Approval[]> => {
  const { id: action, name, title, conversation, by, role, input, plan, confirmed } = row;
  const state = await store.state(conversation);
  const shopper = state && (await store.shopper(row.shop, state.shopper));
  if (!plan || !shopper) return [];
  const { createdAt: _createdAt, shop: _shop, ...known } = shopper;
  const about = { action, name, title, conversation, by, role, input, confirmed };
  const amount = plan.amount ? { amount: plan.amount } : {};
  return [{ ...about, shopper: known, plan: shownOf(plan), ...amount }];
};

/** `approval:list`: what waits in the shop for somebody to agree. */
export const listApprovals: StaffHandlers['approval:list'] = async (context, { cursor, limit }) => {
  const { actions, next, waiting } = await context.store.approvals(context.identity.shop, { cursor, limit });
  const approvals = await Promise.all(actions.map((row) => approvalOf(context, row)));
  return { approvals: approvals.flat(), next, waiting };
};
