import type { Examination } from './examination.ts';
import { createExamine } from './examine.ts';

// The process that opens what strangers sent: without the relay’s secrets, without the network, with a bound on memory. It
// may crash, hang or swell, and is ended for it; the relay goes on.
const memoryMaxBytes = 768 * 1_024 * 1_024;
const lookEveryMs = 20;

setInterval(() => {
  if (process.memoryUsage.rss() > memoryMaxBytes) process.kill(process.pid, 'SIGKILL');
}, lookEveryMs).unref();

const examine = createExamine();
process.on('message', (job: Examination) => {
  examine(job).then(
    (examined) => process.send?.(examined),
    () => process.send?.({ ok: false, rejected: 'unreadable' }),
  );
});
// The relay is gone: so is the reason to be here.
process.on('disconnect', () => process.exit());
