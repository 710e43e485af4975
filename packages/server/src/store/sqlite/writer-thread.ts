import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteStore } from './open.ts';
import { failureOf, opening, type Call, type Reply, type ThreadOptions } from './threaded-wire.ts';

// The thread that has the database: it waits for the disk, so that the event loop of the relay need not.
const port = parentPort;
if (port === null) throw new Error('this module runs as a worker thread');
const say = (reply: Reply): void => port.postMessage(reply);

const { file } = workerData as ThreadOptions;
try {
  const store = await openSqliteStore({ file });
  const answer = async ({ id, method, args }: Call): Promise<void> => {
    try {
      const call = store[method] as (...parameters: readonly unknown[]) => Promise<unknown>;
      say({ id, ok: true, value: await call(...args) });
    } catch (error) {
      say(failureOf(id, error));
    }
  };
  port.on('message', (call: Call) => void answer(call));
  say({ id: opening, ok: true, value: Object.keys(store) });
} catch (error) {
  say(failureOf(opening, error));
}
