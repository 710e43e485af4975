import type { Append } from '../store/store.ts';

/**
 * What a rule makes of a command: the append without its sender and place, or a refusal that says what to do.
 * `body` is what was sent, so that a repeated nonce is known even when the answer would now be another.
 */
export type Decision =
  | ({ ok: true; begin?: Begin } & Pick<
      Append,
      'drafts' | 'main' | 'body' | 'patch' | 'expect' | 'action' | 'followup' | 'room' | 'held'
    >)
  | { ok: false; code: 'conflict'; message: string; body: string };

/** A conversation to be begun by the append. */
export type Begin = Extract<Append['conversation'], object>['begin'];

/** A refusal because of the state the conversation is in. */
export const conflict = (message: string, body: string): Decision => ({
  ok: false,
  code: 'conflict',
  message,
  body,
});
