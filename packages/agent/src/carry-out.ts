import {
  refuse,
  ShopbellError,
  sizes,
  type ActionReport,
  type ActionTask,
  type ErrorCode,
} from '@shopbell/protocol';
import type { ActionHandler } from './action-types.ts';

/** What an office says when it must not say more. */
const safeMessage = 'The office could not carry this out. It has been told why.';

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

/** What the requester may know: a `ShopbellError` that was thrown on purpose speaks for itself, the rest does not. */
const failure = (action: ActionTask['id'], error: unknown): ActionReport => {
  const isMeant = error instanceof ShopbellError && (expected.has(error.code) || error.code === 'timeout');
  return {
    action,
    step: 'failed',
    error: isMeant
      ? { code: error.code, message: error.message.slice(0, 500) }
      : { code: 'internal' satisfies ErrorCode, message: safeMessage },
  };
};

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

/** Carries a task out; always gives a report, at the latest when the time is over. */
export const carryOut = async (
  { dueAt: _dueAt, version: _version, name: _name, ...context }: ActionTask,
  { handler, leftMs, closing, failed }: CarryOutOptions,
): Promise<ActionReport> => {
  const signal = AbortSignal.any([AbortSignal.timeout(Math.max(1, Math.ceil(leftMs))), closing]);
  try {
    if (leftMs <= 0) throw refuse('timeout', 'The office had no time for it.');
    const result = await Promise.race([handler.perform({ ...context, signal }), unless(signal)]);
    if (new TextEncoder().encode(JSON.stringify(result.output)).byteLength > sizes.outputMaxBytes) {
      throw new Error(`The output of ${handler.offer.name} is over ${sizes.outputMaxBytes} bytes.`);
    }
    return { action: context.id, step: 'succeeded', ...result };
  } catch (error) {
    failed(error);
    return failure(context.id, error);
  }
};
