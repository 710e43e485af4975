import { writeSync } from 'node:fs';

/** A process about to end itself says so on its standard output: whom it takes along, and where they stood. */
export type Hit = { at: string; actions: readonly string[] };

/** Says it and is gone, as by `kill -9`: nothing is flushed, closed or told to anybody. */
export const dieAt = (hit: Hit): never => {
  writeSync(1, `${JSON.stringify({ hit })}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
};

/** The hit in a line of a process’s output, if it is one. */
export const hitIn = (line: string): Hit | null =>
  line.startsWith('{"hit":') ? (JSON.parse(line) as { hit: Hit }).hit : null;
