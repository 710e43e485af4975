import type { ActionId, Card, ConversationId, Json, PlanShown } from '@shopbell/protocol';

/** How an action ended that did not do what it was asked for. */
export type EndedStep = 'failed' | 'refused' | 'declined' | 'expired' | 'cancelled' | 'unverified';

/** Where a requested action stands, as the transcript tells; narrow it by `step`. */
export type RequestState =
  | { step: 'requested'; isEnd: false }
  | { step: 'planned' | 'confirmed' | 'approved'; isEnd: false; plan: PlanShown }
  | { step: 'running' | 'unknown'; isEnd: false; plan: PlanShown | null }
  /** `output` as it came; `undefined`: it took effect, but what it gave was never heard. */
  | { step: 'succeeded' | 'verified'; isEnd: boolean; output: Json | undefined; card: Card | null }
  | { step: EndedStep; isEnd: true; error: { code: string; message: string } };

/**
 * An action that was asked for. Each promise settles at the latest when the action is over: one whose step never came
 * rejects with `action_failed` and a sentence why. None needs to be awaited.
 */
export interface RequestedAction<Output> {
  readonly id: ActionId;
  readonly state: RequestState;
  /** What would happen, and its digest; `null` when it runs without a plan. */
  readonly planned: Promise<PlanShown | null>;
  /** The shopper has agreed, or does not have to. */
  readonly confirmed: Promise<void>;
  /** Somebody else of the shop has agreed, or does not have to. */
  readonly approved: Promise<void>;
  /** It ran; with its output, checked and typed. */
  readonly succeeded: Promise<Output>;
  /** It was read back. Rejects for an action that has no `verify`. */
  readonly verified: Promise<void>;
  /** Its end, whatever it is. Rejects only when it can no longer be heard of. */
  readonly finished: Promise<RequestState & { isEnd: true }>;
  /** Hears of every change; the answer undoes it. */
  on(listener: (state: RequestState) => unknown): () => void;
  /** Calls it off; refused with `conflict` when it runs already. */
  cancel(): Promise<{ conversation: ConversationId; seq: number; at: number }>;
}
