import { setTimeout as pause } from 'node:timers/promises';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Resolves when the process is gone; at once for `null`. */
export const whenGone = async (pid: number | null): Promise<void> => {
  if (pid === null) return;
  while (isAlive(pid)) await pause(10);
};

/** Ends this process soon after the one that started it has ended, however that ended. */
export const endWithParent = (): void => {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1_000).unref();
};
