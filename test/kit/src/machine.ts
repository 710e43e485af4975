import { execFileSync } from 'node:child_process';
import { arch, cpus, loadavg, release, totalmem, type as system } from 'node:os';

/** What a measurement ran on. */
export type Machine = { cpu: string; cores: number; memoryGb: number; system: string; node: string };

/** This machine. */
export const machine = (): Machine => {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${system()} ${release()} ${arch()}`,
    node: process.version,
  };
};

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();

/** The commit that is measured; with a `+` where files have been changed since. `unknown` outside a repository. */
export const commit = (): string => {
  try {
    return git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
};

/** How many processes wanted a core, over the last 1, 5 and 15 minutes. */
export const load = (): number[] => loadavg().map((each) => Math.round(each * 100) / 100);
