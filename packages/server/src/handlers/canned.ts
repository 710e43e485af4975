import { refuse, type CannedResponse } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { StaffHandlers } from './context.ts';

/** `canned:list`. */
export const listCanned: StaffHandlers['canned:list'] = async ({ store, identity }) => ({
  canned: await store.canned(identity.shop),
});

const refuseUnlessRoom = (all: readonly CannedResponse[]): void => {
  if (all.length < sizes.cannedMax) return;
  const most = sizes.cannedMax.toLocaleString('en');
  throw refuse('conflict', `The shop has ${most} canned responses already. Remove one first.`);
};

/** `canned:save`. */
export const saveCanned: StaffHandlers['canned:save'] = async ({ store, identity, now }, given) => {
  const { shop } = identity;
  if (given.version === 0) refuseUnlessRoom(await store.canned(shop));
  const updatedAt = now();
  if (!(await store.saveCanned(shop, { ...given, updatedAt })))
    throw refuse(
      'conflict',
      given.version === 0
        ? `There is a canned response “${given.id}” already. Choose another short name.`
        : 'Somebody else has changed or removed this canned response meanwhile. Read it again, then save.',
    );
  return { version: given.version + 1, updatedAt };
};

/** `canned:remove`. */
export const removeCanned: StaffHandlers['canned:remove'] = async ({ store, identity }, { id }) => ({
  removed: await store.removeCanned(identity.shop, id),
});
