import { parentPort, workerData } from 'node:worker_threads';
import { flattenWritten, unflattenBatch, type Flat } from './crossing.ts';
import { openSqliteStore } from './open.ts';
import { answerCalls } from './thread-answers.ts';
import { failureOf, opening, writing, type Call, type Reply, type ThreadOptions } from './threaded-wire.ts';

// The thread that has the database: it waits for the disk, so that the event loop of the relay need not.
const port = parentPort;
if (port === null) throw new Error('this module runs as a worker thread');
const say = (reply: Reply): void => port.postMessage([reply]);

const { file } = workerData as ThreadOptions;
try {
  const store = await openSqliteStore({ file });
  const carryOut = async ({ method, args }: Call): Promise<unknown> => {
    if (method === writing) return flattenWritten(await store.write(unflattenBatch(args[0] as Flat)));
    const call = store[method as keyof typeof store] as (
      ...parameters: readonly unknown[]
    ) => Promise<unknown>;
    return call(...args);
  };
  answerCalls(port, { carryOut, isSlow: ({ method }) => method === writing });
  say({ id: opening, ok: true, value: Object.keys(store) });
} catch (error) {
  say(failureOf(opening, error));
}
