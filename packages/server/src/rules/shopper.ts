import type { EntryDataOf, Page, Part, ShopperId } from '@shopbell/protocol';
import type { ConversationPatch, ConversationState, Draft } from '../store/store.ts';
import type { Decision } from './decision.ts';
import { previewOf } from './preview.ts';

/** A shopper’s message as it was sent. */
export type ShopperMessage = {
  parts: Part[];
  choice?: EntryDataOf<'message'>['choice'] | undefined;
  page?: Page | null | undefined;
  /** What stands before it: the greeting it answers, a form filled in. */
  before?: readonly Draft[];
  /** All that was sent, where that is more than the message. */
  body?: string | undefined;
  shopper: ShopperId;
  now: number;
  /** The shop gives out conversations: one that is reopened is given out anew, to whom it was before if they have room. */
  isGivenOut?: boolean;
};

const status = (value: EntryDataOf<'status'>['status']): Draft => ({
  type: 'status',
  data: { status: value },
  audience: 'everyone',
});

/**
 * A shopper says something: begins a conversation (`null`), reopens a closed one, or adds to it. Whoever has
 * been answered starts waiting now; whoever waits already goes on waiting since then.
 */
export const decideShopperMessage = (
  state: ConversationState | null,
  { parts, choice, page = null, shopper, now, before = [], body, isGivenOut = false }: ShopperMessage,
): Decision => {
  const message: Draft = {
    type: 'message',
    data: { parts, ...(choice ? { choice } : {}) },
    audience: 'everyone',
  };
  const patch: ConversationPatch = {
    waitingSince: state?.waitingSince ?? now,
    preview: previewOf('shopper', parts),
  };
  const sent = body === undefined ? {} : { body };
  if (state === null) {
    return {
      ok: true,
      begin: { shopper, page },
      drafts: [status('queued'), ...before, message],
      main: 1 + before.length,
      ...sent,
      patch: { ...patch, status: 'queued' },
    };
  }
  if (state.status === 'closed') {
    return {
      ok: true,
      drafts: [status('reopened'), ...before, message],
      main: 1 + before.length,
      ...sent,
      patch: { ...patch, status: state.assignee && !isGivenOut ? 'open' : 'queued' },
      expect: { status: 'closed', assigneeId: state.assignee?.id ?? null },
    };
  }
  const [first, ...rest] = [...before, message];
  return {
    ok: true,
    drafts: [first ?? message, ...rest],
    ...(before.length > 0 ? { main: before.length } : {}),
    ...sent,
    patch,
    expect: { status: ['queued', 'open'] },
  };
};
