import { createContext, Script } from 'node:vm';

const script = new Script('task()');

/**
 * Runs a task that somebody else’s data might make endless (a pattern that backtracks for ever), and ends it after
 * `timeoutMs` by throwing. It is no sandbox: the task is our own code, only its time is bounded.
 */
export const withinMs = <T>(timeoutMs: number, task: () => T): T => {
  const outcome: { value?: T } = {};
  const context = createContext({
    task: () => {
      outcome.value = task();
    },
  });
  script.runInContext(context, { timeout: timeoutMs });
  return outcome.value as T;
};
