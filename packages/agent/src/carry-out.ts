import {
  refuse,
  ShopbellError,
  sizes,
  type ActionReport,
  type ActionTask,
  type Json,
} from '@shopbell/protocol';
import type { ActionHandler, RunContext, Verified } from './action-types.ts';

/** What an office says when it must not say more. */
const safeMessage = 'The office could not carry this out. It has been told why.';
/** When to ask again for what could not be read back, because reading it failed. */
const readAgainMs = 30_000;
/** Longer than any relay gives, and what a timer can hold: a clock that jumped must not end a task at once. */
const longestMs = 3_600_000;

/** What carrying out a task needs. */
export type CarryOutOptions = {
  handler: ActionHandler;
  /** How long there is, in milliseconds. */
  leftMs: number;
  /** Ends it early: the office closes. */
  closing: AbortSignal;
  failed: (error: unknown) => void;
};

const expected = new Set([
  'bad_request',
  'forbidden',
  'not_found',
  'conflict',
  'action_failed',
  'unavailable',
]);

type Fault = { code: string; message: string };

const isMeant = (error: unknown): error is ShopbellError =>
  error instanceof ShopbellError && (expected.has(error.code) || error.code === 'timeout');

/** What the requester may know: a `ShopbellError` that was thrown on purpose speaks for itself, the rest does not. */
const faultOf = (error: unknown): Fault =>
  isMeant(error)
    ? { code: error.code, message: error.message.slice(0, 500) }
    : { code: 'internal', message: safeMessage };

/** Rejects when the time is over or the office closes, whatever the function does with its signal. */
const unless = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void =>
      reject(
        signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
          ? refuse('timeout', 'The office did not finish in time.')
          : refuse('unavailable', 'The office is closing.'),
      );
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });

type Head = Pick<ActionReport, 'action' | 'lease'>;
type Context = RunContext<Json>;

const plan = async (head: Head, { task, handler }: Asked, context: Context): Promise<ActionReport> => {
  if (!handler.plan) throw new Error(`${task.name} has no plan.`);
  const planned = await handler.plan({ ...context, spentToday: task.spentToday ?? [] });
  if (!('refuse' in planned)) return { ...head, step: 'planned', plan: planned };
  return { ...head, step: 'refused', error: { code: 'refused', message: planned.refuse.slice(0, 500) } };
};

const run = async (head: Head, { task, handler }: Asked, context: Context): Promise<ActionReport> => {
  const result = await handler.perform(context);
  if (new TextEncoder().encode(JSON.stringify(result.output)).byteLength > sizes.outputMaxBytes) {
    throw new Error(`The output of ${task.name} is over ${sizes.outputMaxBytes} bytes.`);
  }
  return { ...head, step: 'succeeded', ...result };
};

const verdictOf = (head: Head, found: Verified): ActionReport => {
  if (found === 'verified' || found === 'nothing') return { ...head, step: found };
  if ('againInMs' in found) return { ...head, step: 'later', againInMs: Math.round(found.againInMs) };
  if ('unverified' in found) {
    const message = found.unverified.slice(0, 500);
    return { ...head, step: 'unverified', error: { code: 'unverified', message } };
  }
  const { verified: output, card } = found;
  return { ...head, step: 'verified', output, ...(card ? { card } : {}) };
};

const verify = async (head: Head, { task, handler }: Asked, context: Context): Promise<ActionReport> => {
  if (!handler.verify) throw new Error(`${task.name} has no verify.`);
  return verdictOf(head, await handler.verify({ ...context, output: task.output ?? null }));
};

type Asked = { task: ActionTask; handler: ActionHandler };
const asks = { plan, run, verify } as const;

/** What is reported when it threw: what had no effect failed; a write that was cut off may have had one. */
const faultReport = (head: Head, { task, handler }: Asked, error: unknown): ActionReport => {
  const isCutOff =
    error instanceof ShopbellError && (error.code === 'timeout' || error.code === 'unavailable');
  const fault = faultOf(error);
  switch (task.ask) {
    case 'plan':
      return { ...head, step: isMeant(error) && !isCutOff ? 'refused' : 'failed', error: fault };
    case 'run': {
      const isUnknown = handler.offer.effect === 'write' && (isCutOff || !isMeant(error));
      return { ...head, step: isUnknown ? 'unknown' : 'failed', error: fault };
    }
    case 'verify':
      return { ...head, step: 'later', againInMs: readAgainMs };
    default:
      return task.ask satisfies never;
  }
};

/** Carries out what was asked; always gives a report, at the latest when the time is over. */
export const carryOut = async (
  task: ActionTask,
  { handler, leftMs, closing, failed }: CarryOutOptions,
): Promise<ActionReport> => {
  const { id, lease, ask, input, shopper, by, role, conversation, audience, plan: planned = null } = task;
  const head = { action: id, lease };
  const timeoutMs = Math.min(longestMs, Math.max(1, Math.ceil(leftMs)));
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing]);
  const context = { id, input, shopper, by, role, conversation, audience, planned, signal };
  try {
    if (leftMs <= 0) throw refuse('timeout', 'The office had no time for it.');
    return await Promise.race([asks[ask](head, { task, handler }, context), unless(signal)]);
  } catch (error) {
    failed(error);
    return faultReport(head, { task, handler }, error);
  }
};
