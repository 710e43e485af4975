import { refuse, type Json } from '@shopbell/protocol';
import type { RequestedAction } from './request-types.ts';

/** The relay gives an office 30 seconds; its verdict needs a moment to arrive. */
const resultTimeoutMs = 45_000;

/** The output of an action once it is over; rejects when it ended otherwise, or is not over after `timeoutMs`. */
export const resultOf = async (
  requested: RequestedAction<Json>,
  timeoutMs: number = resultTimeoutMs,
): Promise<Json> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(
        refuse('timeout', 'The action is still under way; its result will stand in the transcript.'),
      ),
    timeoutMs,
  );
  try {
    const end = await Promise.race([requested.finished, late.promise]);
    if ('error' in end) throw refuse('action_failed', end.error.message);
    return await requested.succeeded;
  } finally {
    clearTimeout(timer);
  }
};
