import { createContext, Script } from 'node:vm';

const script = new Script('task()');
const nothing = (): void => {};
// One for all tasks: making a context costs ten times what bounding the time does.
const room = createContext({ task: nothing });
const triesMax = 5;

// The error is of the context’s own realm: no `Error` of ours.
const isTimeout = (error: unknown): boolean =>
  (error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/**
 * Runs a task that somebody else’s data might make endless (a pattern that backtracks for ever), and ends it after
 * `timeoutMs` by throwing. It is no sandbox: the task is our own code, only its time is bounded. The task may be begun
 * more than once: on a busy machine the time can pass without it having run.
 */
export const withinMs = <T>(timeoutMs: number, task: () => T): T => {
  const outcome: { value?: T } = {};
  const noted = (): void => {
    outcome.value = task();
  };
  for (let tries = 1; ; tries += 1) {
    const before = cpuMs();
    room['task'] = noted;
    try {
      script.runInContext(room, { timeout: timeoutMs });
      return outcome.value as T;
    } catch (error) {
      const wasIdle = isTimeout(error) && cpuMs() - before < timeoutMs / 2;
      if (!wasIdle || tries === triesMax) throw error;
    } finally {
      room['task'] = nothing;
    }
  }
};
