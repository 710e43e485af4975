import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Cluster } from '../cluster.ts';
import type { Connections } from '../connections.ts';
import type { Herds } from '../herd.ts';
import type { Summaries } from '../relay.ts';
import { kept, type Result } from '../results.ts';
import { clusterPicture, connectionsPicture, herdPicture, relayPicture } from './pictures.ts';

const repository = resolve(import.meta.dirname, '../../../..');
const folder = join(repository, 'docs/performance');

const draw = <F>(result: Result<F> | null, picture: (figures: F) => string): string[] => {
  if (result === null) return [];
  const file = join(folder, `${result.bench}.svg`);
  writeFileSync(file, picture(result.figures));
  return [relative(repository, file)];
};

/** Draws what is kept of each benchmark into `docs/performance`. Gives the files it wrote. */
export const drawPlots = (): string[] => {
  mkdirSync(folder, { recursive: true });
  return [
    ...draw(kept<Summaries>('relay'), relayPicture),
    ...draw(kept<Connections>('connections'), connectionsPicture),
    ...draw(kept<Herds>('herd'), herdPicture),
    ...draw(kept<Cluster>('cluster'), clusterPicture),
  ];
};
