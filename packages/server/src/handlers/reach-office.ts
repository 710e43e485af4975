import { refuse, type ActionId, type Json } from '@shopbell/protocol';
import type { Offered } from '../actions/offices.ts';
import type { StoredEntry } from '../store/store.ts';
import type { ShopperContext, StaffContext } from './context.ts';

/** The refusal where nobody is there to carry an action out. */
export const officeUnavailable = (name: string) =>
  refuse('office_unavailable', `No office offers “${name}” now. Try again when it is back.`);

/** Who offers an action now. One who may have come to another relay just now is asked for there before it is said that there is none. */
export const findOffice = async (
  { offices, actions, identity }: ShopperContext | StaffContext,
  name: string,
): Promise<Offered | undefined> => {
  const offered = offices.pick(identity.shop, name);
  if (offered) return offered;
  await actions.elsewhere.asked();
  return offices.pick(identity.shop, name);
};

/** Refuses with `bad_request` and the field what the action’s schema does not take. */
export const checkInput = ({ input: check, offer, office }: Offered, input: Json): void => {
  const verdict = check(input);
  if (verdict.kind === 'fits') return;
  if (verdict.kind === 'unusable') {
    office.connection.end('misbehaved');
    throw officeUnavailable(offer.name);
  }
  const field = verdict.where === '' ? 'input' : `input.${verdict.where}`;
  throw refuse('bad_request', `The input does not fit the action’s schema at “${field}”.`, { field });
};

/** The id minted when the action was first requested, also for a request that is a repetition. */
export const actionOf = ({ wire }: StoredEntry): ActionId =>
  (JSON.parse(wire.staff) as { data: { action: ActionId } }).data.action;
