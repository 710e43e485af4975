import { readFileSync } from 'node:fs';

/** How many files a process may have open here, at most: Node raises its own limit up to that. */
export const openFilesMax = (): number => {
  const [, hard = ''] =
    /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
};

/** What a relay and its clients have open beside their connections. */
const besides = 200;

/** Throws, with what to do, where a process may not have so many connections. */
export const requireOpenFiles = (connections: number, max = openFilesMax()): void => {
  const wanted = connections + besides;
  if (wanted <= max) return;
  throw new Error(
    `${connections} connections are ${wanted} open files, and a process may have ${max} here. Raise that limit ` +
      `(ulimit -Hn ${wanted}; in a unit of systemd LimitNOFILE=${wanted}), or measure fewer: --count ${max - besides}.`,
  );
};
