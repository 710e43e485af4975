import type { AgentCommands } from '@shopbell/protocol';
import type { Reply, StoredAt } from './reply-types.ts';

/** One page of drafts that are held; `waiting` counts all of them, `late` those that wait too long. */
export type DraftPage = AgentCommands['draft:list']['output'];

/** How a draft is released: as it is, or with other words; `comment` is for its author. */
export type ReleaseOptions = { content?: Reply; comment?: string };

/** Replies that somebody else has to release. A trainee writes nothing else: `conversation.hold()`. */
export interface Drafts {
  /** What is held, the longest first: of the shop for supervisors, for others their own. */
  drafts(page?: { cursor?: string; limit?: number }): Promise<DraftPage>;
  /**
   * Sends a draft under its author’s name; resolves to where the message stands. Refused with `forbidden` for one’s own or
   * without the role, `conflict` when somebody else has decided, or the conversation is closed.
   */
  release(draft: string, options?: ReleaseOptions): Promise<StoredAt>;
  /** Gives it back to its author, who reads why. Refused as {@link Drafts.release} is. */
  giveBack(draft: string, comment: string): Promise<StoredAt>;
  /** Takes back one’s own. Refused with `forbidden` for somebody else’s, `conflict` when it is no longer held. */
  withdraw(draft: string): Promise<StoredAt>;
}
