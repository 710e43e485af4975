import { existsSync, readFileSync } from 'node:fs';

/** What a machine’s processors have done since it started, in ticks: in all, and what of it its host gave to others. */
export type Ticks = { all: number; stolen: number };

const file = '/proc/stat';
const stolenField = 7;
/** What comes after is counted within the fields before it. */
const fields = 8;

/** The ticks in the text of `/proc/stat`; `null` where its first line is another. */
export const ticksIn = (text: string): Ticks | null => {
  const [name, ...rest] = (text.split('\n', 1)[0] ?? '').trim().split(/\s+/);
  const ticks = rest.slice(0, fields).map(Number);
  const stolen = ticks[stolenField];
  if (name !== 'cpu' || stolen === undefined || ticks.some(Number.isNaN)) return null;
  return { all: ticks.reduce((sum, each) => sum + each, 0), stolen };
};

/** What part of the time between two looks was stolen, from 0 to 1; `null` where the machine does not say. */
export const stolenPart = (before: Ticks | null, after: Ticks | null): number | null => {
  if (before === null || after === null || after.all <= before.all) return null;
  return (after.stolen - before.stolen) / (after.all - before.all);
};

/** Starts to watch what the host takes from this machine. The returned function gives the part taken so far. */
export const watchSteal = (): (() => number | null) => {
  const look = (): Ticks | null => (existsSync(file) ? ticksIn(readFileSync(file, 'utf8')) : null);
  const before = look();
  return () => stolenPart(before, look());
};
