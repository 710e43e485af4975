import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actionsTable } from './actions-table.ts';
import { measureActions } from './actions.ts';
import { start, startGenerator, type Contestant } from './contestants.ts';
import type { LoadFigures } from './load-process.ts';

type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
};

/** Where time went: a share of all that was not spent waiting, and milliseconds. */
type SelfTime = { share: number; ms: number; where: string };

/** Self-times by function, longest first: what share of the time not spent waiting, and where it stands. */
export const selfTimes = ({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] => {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const micros = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const { functionName = '', url = '', lineNumber = 0 } = byId.get(id) ?? {};
    const file = url.replace(/^.*\/(?=(?:[^/]+\/){2}[^/]+$)/, '');
    const where = `${functionName || '(anonymous)'}${file ? `  ${file}:${lineNumber + 1}` : ''}`;
    if (functionName !== '(idle)') micros.set(where, (micros.get(where) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...micros.values()].reduce((sum, each) => sum + each, 0);
  return [...micros]
    .map(([where, each]) => ({ where, share: each / total, ms: each / 1_000 }))
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
    const times = selfTimes(profile);
    const busyMs = times.reduce((sum, { ms }) => sum + ms, 0);
    console.log(`busy for ${busyMs.toFixed(0)} ms`);
    for (const { share, where } of times.slice(0, 30))
      console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${where}`);
  }
};

/** Loads a relay with 100 pairs, a message each under way, writes CPU profiles of its threads and prints where the time goes. */
export const profileRelay = (which: Contestant = 'shopbell-sqlite'): Promise<void> =>
  profiled(async (nodeArgs) => {
    const relay = await start(which, nodeArgs);
    {
      await using generator = startGenerator(relay);
      await generator.ask({ do: 'pairs', count: 100 });
      const { delivered } = await generator.ask<LoadFigures>({
        do: 'load',
        plan: { perPair: 1, forMs: 8_000 },
      });
      console.log(`${delivered} messages delivered`);
    }
    await relay.stop();
  });

/** Has actions done at the demo shop, with a CPU profile of the relay, the shop and its office. */
export const profileActions = (): Promise<void> =>
  profiled(async (nodeArgs) => console.log(actionsTable(await measureActions(false, nodeArgs))));
