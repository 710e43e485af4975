import type { Append, AppendResult, ConversationState } from '../store/store.ts';
import type { ConversationId } from '@shopbell/protocol';

/** A successful {@link AppendResult}. */
export type Appended = Extract<AppendResult, { ok: true }>;

/**
 * The conversations’ log: group commit in front of the store.
 *
 *     append ─┐            ┌─ what arrives while a commit is under way …
 *     append ─┼→ batch → store.append (one transaction) → replies, then `committed`
 *     append ─┘            └─ … is the next batch, whole. No setting: {@link createPace} waits only in a rush.
 */
export interface Log {
  /** Resolves after the commit. Rejects with a `ShopbellError`: `nonce_reused`, `not_found`, `conflict`, `unavailable`. */
  append(append: Append): Promise<Appended>;
  /** What is known of a conversation; from memory while it is open. `null`: there is none. */
  state(id: ConversationId): Promise<ConversationState | null>;
  /** As {@link state}, from memory alone and at once. */
  peek(id: ConversationId): ConversationState | undefined;
  /** Takes note of what another relay has left, unless more is known here. */
  learn(state: ConversationState): void;
  /** Called once per batch, after its replies are on their way; repeated appends are left out. */
  onCommitted(listener: (batch: readonly Appended[]) => void): () => void;
  /** Forgets what is remembered of a conversation (somebody else changed it). */
  forget(id: ConversationId): void;
  /** Commits what has arrived, refuses what comes after with `unavailable`. */
  close(): Promise<void>;
}
