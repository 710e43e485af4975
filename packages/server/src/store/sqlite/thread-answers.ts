import type { MessagePort } from 'node:worker_threads';
import { failureOf, type Call, type Reply } from './threaded-wire.ts';

/** How a thread answers. `isSlow`: it may wait for the disk, and what was answered before it need not. */
type Answering = {
  carryOut: (call: Call) => unknown;
  isSlow?: (call: Call) => boolean;
};

/**
 * Answers the calls that come to a thread, several in one message and in their order, and as many in one back: under load
 * the crossing costs more than what is asked.
 */
export const answerCalls = (port: MessagePort, { carryOut, isSlow = () => false }: Answering): void => {
  const say = (replies: readonly Reply[]): void => {
    try {
      if (replies.length > 0) port.postMessage(replies);
    } catch (error) {
      // One of them cannot be cloned: none has crossed.
      for (const { id } of replies) port.postMessage([failureOf(id, error)]);
    }
  };
  const answer = async (call: Call): Promise<Reply> => {
    try {
      return { id: call.id, ok: true, value: await carryOut(call) };
    } catch (error) {
      return failureOf(call.id, error);
    }
  };
  const answerAll = async (calls: readonly Call[]): Promise<void> => {
    let ready: Reply[] = [];
    for (const call of calls) {
      if (isSlow(call)) {
        say(ready);
        ready = [];
      }
      ready.push(await answer(call));
    }
    say(ready);
  };
  port.on('message', (calls: readonly Call[]) => void answerAll(calls));
};
