/*
 * Loaded before a program that is measured, in each of its threads: on SIGUSR2 it collects its garbage and gives back what is
 * empty, so that memory is what is kept and not what was passing. Wants `--expose-gc`.
 */
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const collect = (): void => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
};
const threads = new BroadcastChannel('collect-garbage');
threads.unref();
if (isMainThread)
  process.on('SIGUSR2', () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads, not windows
    threads.postMessage(null);
    collect();
  });
else threads.addEventListener('message', collect);
