import type { ActionTask, Author } from '@shopbell/protocol';
import { eventPacket } from '../delivery/packets.ts';
import type { ActionRow } from '../store/action-row.ts';
import type { Store } from '../store/store.ts';
import type { Offered } from './offices.ts';

/** The relay itself, where it moves an action. */
export const relay: Author = { kind: 'system', id: 'system', name: 'Shopbell' };

/** The office, as its entries name it. */
export const officeAuthor = ({ office }: Offered): Author => ({
  kind: 'office',
  id: office.id,
  name: office.name,
});

type Asking = { store: Pick<Store, 'shopper' | 'state' | 'spent'>; now: () => number };

/** What the requester’s other actions of this name come to today, UTC. */
const spentToday = ({ store, now }: Asking, row: ActionRow) => {
  const since = new Date(now()).setUTCHours(0, 0, 0, 0);
  const { shop, name, id: except } = row;
  return store.spent({ shop, requester: row.by.id, name, since, except });
};

const planOf = ({ plan }: ActionRow): Pick<ActionTask, 'plan'> => {
  if (plan === null) return {};
  const { digest: _digest, expiresAt: _expiresAt, identity: _identity, ...asReported } = plan;
  return { plan: asReported };
};

/** What an office is asked: the action, for whom, by whom. `null`: the shopper is no more. */
export const taskOf = async (
  asking: Asking,
  row: ActionRow,
  { offer, ask }: { offer: Offered['offer']; ask: ActionTask['ask'] },
): Promise<ActionTask | null> => {
  const state = await asking.store.state(row.conversation);
  const shopper = state && (await asking.store.shopper(row.shop, state.shopper));
  if (!shopper) return null;
  const { shop: _shop, createdAt: _createdAt, ...whom } = shopper;
  return {
    id: row.id,
    ask,
    lease: row.lease,
    name: row.name,
    version: offer.version,
    input: row.input,
    conversation: row.conversation,
    shopper: whom,
    by: row.by,
    role: row.role,
    audience: row.audience,
    dueAt: row.dueAt,
    ...(ask === 'plan' ? { spentToday: await spentToday(asking, row) } : planOf(row)),
    ...(ask === 'verify' ? { output: row.step === 'unknown' ? null : row.output } : {}),
  };
};

/** Puts a task into its office’s hands. */
export const handOver = ({ office }: Offered, task: ActionTask): void =>
  office.connection.send(eventPacket('staff', 'action:assigned', JSON.stringify(task)));
