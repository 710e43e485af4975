import { parseArgs } from 'node:util';
import { parts, type Options } from './parts.ts';
import { drawPlots } from './plots/draw-plots.ts';
import { keep, measured } from './results.ts';

const usage = `pnpm bench relay              Shopbell beside a bare Socket.IO relay, on SQLite and PostgreSQL, about five minutes
    --store sqlite|postgres   on one of them
pnpm bench connections        idle shoppers: memory, how fast they come, whether they stay
    --count 10000 --minutes 1
pnpm bench herd               a relay is killed under open conversations: how soon all are back
    --count 5000
pnpm bench cluster            delivery between two relays on one PostgreSQL, with hints and without
pnpm bench erasure            appends while what is old is erased
    --count 150000 --store sqlite|postgres
pnpm bench history            a database as it grows, from ten thousand entries to a million, on each engine, about twenty minutes
    --count 1000000 --store sqlite|postgres
pnpm bench actions            refunds at the demo shop, from the request to the reading back, about half a minute
pnpm bench widget             beside four widgets from npm, on a slow phone and a slow line, about five minutes
    --count 5                 rounds
pnpm bench plots              draws what is kept in test/bench/results into docs/performance
pnpm bench … --quick          the same, too short to mean anything: whether it runs; nothing is kept
pnpm bench relay|actions --profile    where the time is spent`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    count: { type: 'string' },
    minutes: { type: 'string' },
    store: { type: 'string' },
  },
});

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`--${name} wants a number above 0, not “${text}”.`);
};

const storeOf = (text: string | undefined): Options['store'] => {
  if (text === undefined || text === 'sqlite' || text === 'postgres') return text;
  throw new Error(`--store is sqlite or postgres, not “${text}”.`);
};

const run = async (name: string): Promise<boolean> => {
  const part = parts[name];
  if (part === undefined) return false;
  const options: Options = {
    isQuick: values.quick,
    count: numberOf('count', values.count),
    minutes: numberOf('minutes', values.minutes),
    store: storeOf(values.store),
  };
  if (values.profile) {
    if (part.profile === undefined) return false;
    await part.profile(options);
    return true;
  }
  const command = `pnpm bench ${process.argv.slice(2).join(' ')}`;
  const result = await measured({ bench: name, command }, async () => {
    const { table, figures } = await part.measure(options);
    console.log(`\n${table}\n`);
    return figures;
  });
  if (result.steal !== null) console.log(`stolen by the host: ${(result.steal * 100).toFixed(1)} %`);
  if (!options.isQuick) keep(result);
  console.log(JSON.stringify(result));
  return true;
};

const [name = ''] = positionals;
try {
  if (name === 'plots') for (const file of drawPlots()) console.log(file);
  else if (!(await run(name))) {
    console.log(usage);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
