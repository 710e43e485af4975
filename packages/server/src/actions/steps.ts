import type { ActionReport, ActionTask, Author } from '@shopbell/protocol';
import { eventPacket } from '../delivery/packets.ts';
import type { Decide } from '../log/decide.ts';
import { decideActionReport, decideActionRunning } from '../rules/actions.ts';
import type { ActionRow, Store } from '../store/store.ts';
import type { Offered } from './offices.ts';

/** The relay itself, where it ends an action. */
export const relay: Author = { kind: 'system', id: 'system', name: 'Shopbell' };

/** The office, as its entries name it. */
export const officeAuthor = ({ office }: Offered): Author => ({
  kind: 'office',
  id: office.id,
  name: office.name,
});

/** Appends an action’s next step, and notes it in the row. Each step has one nonce, so that it is stored once. */
export const appendStep = async (
  decide: Decide,
  row: ActionRow,
  { by, step }: { by: Author; step: 'running' | ActionReport },
): Promise<void> => {
  const { id, shop, conversation } = row;
  const name = step === 'running' ? step : step.step;
  await decide({ shop, conversation, by, nonce: `${name}_${id}` }, () =>
    step === 'running' ? decideActionRunning(row) : decideActionReport(row, step),
  );
  row.step = name;
};

/** What the office is handed: the action, for whom, by whom. `null`: the shopper is no more. */
export const taskOf = async (
  store: Pick<Store, 'shopper' | 'state'>,
  row: ActionRow,
  offered: Offered,
): Promise<ActionTask | null> => {
  const state = await store.state(row.conversation);
  const shopper = state && (await store.shopper(row.shop, state.shopper));
  if (!shopper) return null;
  const { id, name, verified, claimed } = shopper;
  return {
    id: row.id,
    name: row.name,
    version: offered.offer.version,
    input: row.input,
    conversation: row.conversation,
    shopper: { id, name, claimed, verified },
    by: row.by,
    audience: row.audience,
    dueAt: row.dueAt,
  };
};

/** Puts a task into its office’s hands. */
export const handOver = ({ office }: Offered, task: ActionTask): void =>
  office.connection.send(eventPacket('staff', 'action:assigned', JSON.stringify(task)));
