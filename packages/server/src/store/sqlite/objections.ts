import { objectionTo, type Objection } from '../objections.ts';
import type { Envelope } from '../store.ts';
import type { ActionSteps } from './action-steps.ts';
import type { Batch } from './batch.ts';
import type { Connection } from './connection.ts';
import type { FollowupChanges } from './followup-changes.ts';
import type { Rooms } from './rooms.ts';
import type { HeldChanges } from './held-changes.ts';
import type { Keyed } from './states.ts';

/** Checks an append against the batch so far, before anything of it is written; `null`: it may be. */
export type Check = (append: Envelope, target: Keyed | null, batch: Batch) => Objection | null;

/** The check over one connection. */
export const createCheck = (
  connection: Connection,
  parts: { actions: ActionSteps; followups: FollowupChanges; rooms: Rooms; held: HeldChanges },
): Check => {
  const { actions, followups, rooms, held } = parts;
  const shopper = connection.prepare('SELECT 1 FROM shoppers WHERE shop = ? AND id = ?');
  return (append, target, batch) => {
    const { conversation, shop } = append;
    return objectionTo(append, {
      target: target?.state ?? null,
      isShopperKnown: () =>
        typeof conversation === 'object' && shopper.get(shop, conversation.begin.shopper) !== undefined,
      hasOpen: () => batch.hasOpen(append),
      actionObjection: (change) => actions.objection(change, target?.key ?? null),
      followupObjection: (change) => followups.objection(change, target?.key ?? null),
      roomObjection: (room) => rooms.objection(shop, room, batch.changes()),
      heldObjection: (change) => held.objection(change, target?.key ?? null),
    });
  };
};
