import { describe } from 'vitest';
import { describeActions } from './store-contract/actions.ts';
import { describeApprovals } from './store-contract/approvals.ts';
import { describeNumbering, describeOnce, describeRefusals } from './store-contract/appends.ts';
import { describeChain } from './store-contract/chain.ts';
import { describeAtomicity, describeClosed } from './store-contract/faults.ts';
import { addShop, type OpenGround } from './store-contract/ground.ts';
import { describeHeld } from './store-contract/held.ts';
import { describeErasure } from './store-contract/erasure.ts';
import { describeFiles } from './store-contract/files.ts';
import { describeFollowups } from './store-contract/followups.ts';
import { describeAllowances, describeIdentity } from './store-contract/identity.ts';
import { describeInterleavings } from './store-contract/interleavings.ts';
import { describeKeys, describeShoppers, describeShops } from './store-contract/people.ts';
import {
  describeOwnership,
  describePages,
  describeReadPositions,
  describeSummaries,
} from './store-contract/reads.ts';
import { describeRouting } from './store-contract/routing.ts';
import { describeSearch } from './store-contract/search.ts';
import { describeCanned } from './store-contract/canned.ts';
import { describeService } from './store-contract/shop-settings.ts';

/** What every engine must do. `openEmpty` opens a store on nothing; each test has its own, with the shop `demo`. */
export const storeContract = (name: string, openEmpty: OpenGround): void => {
  const open = async (now: () => number = Date.now) => {
    const ground = await openEmpty(now);
    await addShop(ground.store, 'demo');
    return ground;
  };
  const openNow = () => open();

  describe(`${name} keeps the contract of a store:`, () => {
    describeNumbering(openNow);
    describeOnce(openNow);
    describeRefusals(openNow);
    describeActions(openNow);
    describeApprovals(openNow);
    describeFollowups(openNow);
    describeHeld(openNow);
    describePages(openNow);
    describeOwnership(openNow);
    describeSummaries(open);
    describeReadPositions(openNow);
    describeShops(open);
    describeShoppers(open);
    describeKeys(open);
    describeIdentity(openNow);
    describeAllowances(openNow);
    describeAtomicity(openNow);
    describeClosed(openNow);
    describeInterleavings(openNow);
    describeChain(openNow);
    describeErasure(openNow);
    describeSearch(open);
    describeFiles(openNow);
    describeService(openNow);
    describeCanned(openNow);
    describeRouting(openNow);
  });
};
