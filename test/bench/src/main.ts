import { parseArgs } from 'node:util';
import { profileRelay } from './profile.ts';
import { measureRelays, tableOf } from './relay.ts';

const usage = `pnpm bench relay            Shopbell beside a bare Socket.IO relay, about three minutes
pnpm bench relay --quick    the same, too short to mean anything: whether it runs
pnpm bench relay --profile  where the relay spends its time`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'boolean', default: false } },
});

if (positionals[0] !== 'relay') {
  console.log(usage);
  process.exitCode = 1;
} else if (values.profile) await profileRelay();
else {
  const summaries = await measureRelays(values.quick);
  console.log(`\n${tableOf(summaries)}\n`);
  console.log(JSON.stringify({ bench: 'relay', ...summaries }));
}
