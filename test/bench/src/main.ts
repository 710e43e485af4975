import { parseArgs } from 'node:util';
import { actionsTable } from './actions-table.ts';
import { measureActions } from './actions.ts';
import { profileActions, profileRelay } from './profile.ts';
import { measureRelays, tableOf } from './relay.ts';

const usage = `pnpm bench relay              Shopbell beside a bare Socket.IO relay, about three minutes
pnpm bench actions            refunds at the demo shop, from the request to the reading back, about half a minute
pnpm bench … --quick          the same, too short to mean anything: whether it runs
pnpm bench … --profile        where the time is spent`;

type Part = { measure: (isQuick: boolean) => Promise<void>; profile: () => Promise<void> };

const report = (bench: string, table: string, figures: object): void => {
  console.log(`\n${table}\n`);
  console.log(JSON.stringify({ bench, ...figures }));
};

const parts: Record<string, Part> = {
  relay: {
    measure: async (isQuick) => {
      const summaries = await measureRelays(isQuick);
      report('relay', tableOf(summaries), summaries);
    },
    profile: profileRelay,
  },
  actions: {
    measure: async (isQuick) => {
      const summary = await measureActions(isQuick);
      report('actions', actionsTable(summary), summary);
    },
    profile: profileActions,
  },
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'boolean', default: false } },
});

const part = parts[positionals[0] ?? ''];
if (part === undefined) {
  console.log(usage);
  process.exitCode = 1;
} else if (values.profile) await part.profile();
else await part.measure(values.quick);
