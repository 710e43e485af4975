import { shopper, spawnRelay, temporaryFolder } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import { figureOf } from '../metrics.ts';
import type { Scenario } from '../scenario.ts';
import { slowSync } from '../slow-sync.ts';
import { outcomeOf } from './outcome.ts';

const commits = 'shopbell_batch_appends_count';

/** Nothing is acknowledged before a sync: one by one each message has its own, and under load each batch. */
export const syncs: Scenario = {
  name: 'syncs',
  rounds: { short: 100, long: 2_000 },
  play: async ({ rounds }) => {
    using folder = temporaryFolder();
    const { how, count, ...sync } = slowSync(folder.path, 0);
    if (count() === null) {
      const row = {
        fault: 'syncs: not to be counted here without cc',
        hits: 0,
        wanted: 0,
        kills: 0,
        judged: 0,
      };
      return { rows: [{ ...row, ends: {} }], violations: [] };
    }
    await using relay = await spawnRelay(sync);
    const found: string[] = [];
    await using single = await shopper(relay);
    for (let round = 0; round < rounds; round += 1) {
      const before = count() ?? 0;
      await single.say(`message ${round}`);
      if ((count() ?? 0) <= before) found.push(`message ${round} was acknowledged without a sync`);
    }
    await using crowd = await openCrowd(relay, { customers: 30, betweenMs: 20 });
    const before = { syncs: count() ?? 0, commits: await figureOf(relay, commits) };
    await crowd.moreAcknowledged(rounds * 3, 120_000);
    const batches = (await figureOf(relay, commits)) - before.commits;
    const synced = (count() ?? 0) - before.syncs;
    if (synced < batches) found.push(`${batches} batches and ${synced} syncs`);
    const row = { fault: `a sync before each reply (${how})`, hits: rounds, wanted: rounds };
    return outcomeOf({ ...row, ends: { batches, syncs: synced } }, await crowd.judge(), found);
  },
};
