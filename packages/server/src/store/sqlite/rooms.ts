import { roomObjection, type Room, type RoomAt } from '../routing-store.ts';
import type { Connection } from './connection.ts';

type Changed = Parameters<typeof roomObjection>[2];

/** Who has room for another conversation, as an append finds it. */
export interface Rooms {
  /** What is wrong with giving somebody of the shop another one; `null`: nothing. */
  objection: (shop: string, room: Room, changed: Changed) => string | null;
  /** They were given one now. */
  take: (room: Room, at: number) => void;
}

/** Rooms over one connection. */
export const createRooms = ({ prepare }: Connection): Rooms => {
  const find = prepare(`SELECT w.state, (SELECT COUNT(*) FROM conversations c WHERE c.shop = w.shop
    AND c.assignee_id = w.person AND c.status = 'open') AS load FROM work_states w WHERE w.person = ? AND w.shop = ?`);
  const take = prepare('UPDATE work_states SET routed_at = ? WHERE person = ?');
  return {
    objection: (shop, room, changed) =>
      roomObjection(room, find.get(room.person, shop) as RoomAt | undefined, changed),
    take: ({ person }, at) => void take.run(at, person),
  };
};
