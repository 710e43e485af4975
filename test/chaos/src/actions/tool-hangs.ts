import { setTimeout as pause } from 'node:timers/promises';
import { toolMisbehaves } from './tool.ts';

/** Well after the relay has given the run up. */
const noticedMs = 2_000;

/**
 * It never comes back. As long as it may still pay nobody runs it again; when its process is ended, the other office
 * sees that nothing happened and does it.
 */
export const toolHangs = toolMisbehaves({
  fault: 'tool hangs until its office is ended',
  manner: 'hangs, once',
  offices: 2,
  meanwhile: async ({ offices }) => {
    await pause(noticedMs);
    for (const office of offices) await office.kill();
  },
});
