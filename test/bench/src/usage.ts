import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const microsPerTick = 1_000_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** What `/proc` tells of a process or thread: its parent, and CPU time in µs, its own and that of its ended children. */
const readStat = (file: string): { parent: number; ownUs: number; endedUs: number } => {
  const stat = readFileSync(file, 'utf8');
  // The name in the second field may hold anything: what follows its closing bracket is fixed.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index],
  );
  return {
    parent,
    ownUs: (user + system) * microsPerTick,
    endedUs: (endedUser + endedSystem) * microsPerTick,
  };
};

/** CPU time a process has used since it began, all its threads, in µs (Linux: `/proc`). */
export const cpuMicros = (pid: number): number => readStat(`/proc/${pid}/stat`).ownUs;

/** CPU time of a process’ threads in µs: the first, of a relay its event loop; and all of a name. */
export const threadMicros = (pid: number): { first: number; named: (name: string) => number } => {
  const byName = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    const name = readFileSync(`${folder}/comm`, 'utf8').trim();
    byName.set(name, (byName.get(name) ?? 0) + readStat(`${folder}/stat`).ownUs);
  }
  return {
    first: readStat(`/proc/${pid}/task/${pid}/stat`).ownUs,
    named: (name) => byName.get(name) ?? 0,
  };
};

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return readStat(`/proc/${name}/stat`).parent === pid ? [Number(name)] : [];
    } catch {
      // It ended while the list was read.
      return [];
    }
  });

/** CPU time of a process and its children, the ended ones included, in µs. */
export const familyMicros = (pid: number): number => {
  const { ownUs, endedUs } = readStat(`/proc/${pid}/stat`);
  return childrenOf(pid).reduce((sum, child) => sum + cpuMicros(child), ownUs + endedUs);
};

/** The memory of a process that is in RAM now, in bytes. */
export const rssBytes = (pid: number): number => {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
};
