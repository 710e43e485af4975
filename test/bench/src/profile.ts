import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actionsTable } from './actions-table.ts';
import { measureActions } from './actions.ts';
import { start, startGenerator } from './contestants.ts';

type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
};

/** Self-times by function, longest first: what share of the time not spent waiting, and where it stands. */
export const selfTimes = ({ nodes, samples, timeDeltas }: CpuProfile): { share: number; where: string }[] => {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const micros = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const { functionName = '', url = '', lineNumber = 0 } = byId.get(id) ?? {};
    const file = url.replace(/^.*\/(?=(?:[^/]+\/){2}[^/]+$)/, '');
    const where = `${functionName || '(anonymous)'}${file ? `  ${file}:${lineNumber + 1}` : ''}`;
    if (functionName !== '(idle)' && functionName !== '(program)')
      micros.set(where, (micros.get(where) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...micros.values()].reduce((sum, each) => sum + each, 0);
  return [...micros]
    .map(([where, each]) => ({ where, share: each / total }))
    .toSorted((one, other) => other.share - one.share);
};

/** Runs something with the arguments by which Node writes CPU profiles, and prints where the time went in each process. */
const profiled = async (run: (nodeArgs: readonly string[]) => Promise<unknown>): Promise<void> => {
  const results = resolve(import.meta.dirname, '../results');
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'profile-'));
  await run(['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  for (const file of readdirSync(folder)) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    console.log(`\n${file}, written to test/bench/results:`);
    for (const { share, where } of selfTimes(profile).slice(0, 25))
      console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${where}`);
  }
};

/** Loads Shopbell with 100 pairs, four messages each under way, writes a CPU profile of the relay and prints where the time goes. */
export const profileRelay = (): Promise<void> =>
  profiled(async (nodeArgs) => {
    const relay = await start('shopbell-sqlite', nodeArgs);
    {
      await using generator = startGenerator(relay);
      await generator.ask({ do: 'pairs', count: 100 });
      await generator.ask({ do: 'load', plan: { perPair: 4, forMs: 8_000 } });
    }
    await relay.stop();
  });

/** Has actions done at the demo shop, with a CPU profile of the relay, the shop and its office. */
export const profileActions = (): Promise<void> =>
  profiled(async (nodeArgs) => console.log(actionsTable(await measureActions(false, nodeArgs))));
