import { createContext, Script } from 'node:vm';

const script = new Script('task()');

/** Thrown when a task did not end in time. */
export const isOverdue = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Runs a task that somebody else’s data might make endless (a pattern that backtracks for ever), and ends it after
 * `timeoutMs`. It is no sandbox: the task is our own code, only its time is bounded.
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
