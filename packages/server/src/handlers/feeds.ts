import type { AgentCommands, ConversationId, ShopperCommands } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { Reader } from '../store/store.ts';
import { conversationFor, notFound, readerOf, type ShopperContext, type StaffContext } from './context.ts';
import { conversationsIn, entriesOf, erasedIn } from './reply-data.ts';
import { assertStillValid } from './validity.ts';

type Context = ShopperContext | StaffContext;
type Parsed<K extends keyof AgentCommands & keyof ShopperCommands> = AgentCommands[K]['parsed'];
type Output<K extends keyof AgentCommands & keyof ShopperCommands> = AgentCommands[K]['output'];

/** `conversation:watch`: joins first and reads then, so that nothing falls between. Over HTTP it only reads. */
export const watchConversation = async (
  context: Context,
  { conversation, after, limit }: Parsed<'conversation:watch'>,
): Promise<Output<'conversation:watch'>> => {
  const { store, rooms, delivery, caller } = context;
  const { lastSeq } = await conversationFor(context, conversation);
  if (caller.connection) {
    delivery.follow(conversation, lastSeq);
    rooms.watch(conversation, caller.connection);
  }
  const page = await store.entries(readerOf(context), { conversation, after, limit });
  if (!page) throw notFound('conversation');
  return { entries: entriesOf(page), lastSeq: page.lastSeq, more: page.more, ...erasedIn(page) };
};

/** `conversation:unwatch`. */
export const unwatchConversation = (
  { rooms, caller }: Context,
  { conversation }: { conversation: ConversationId },
): Record<string, never> => {
  if (caller.connection) rooms.unwatch(conversation, caller.connection);
  return {};
};

/** `entries:list`: a page, oldest first. */
export const listEntries = async (
  context: Context,
  { conversation, after, before, limit }: Parsed<'entries:list'>,
): Promise<Output<'entries:list'>> => {
  const page = await context.store.entries(readerOf(context), {
    conversation,
    limit,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  });
  if (!page) throw notFound('conversation');
  return { entries: entriesOf(page), lastSeq: page.lastSeq, ...erasedIn(page) };
};

type Place = { conversation: ConversationId; after: number };

const readAfter = async (context: Context, reader: Reader, places: readonly Place[]) => {
  const entries: Output<'entries:wait'>['entries'] = [];
  for (const { conversation, after } of places) {
    const limit = sizes.pageSizeMax - entries.length;
    if (limit === 0) break;
    const page = await context.store.entries(reader, { conversation, after, limit });
    if (page) entries.push(...entriesOf(page));
  }
  return entries;
};

/**
 * `entries:wait`: the long poll. It waits before it reads, so that nothing falls between; what wakes it may be
 * nothing this reader sees, and then it goes on waiting, so that its end tells nothing.
 */
export const waitForEntries = async (
  context: Context,
  { after, waitMs }: Parsed<'entries:wait'>,
): Promise<Output<'entries:wait'>> => {
  const reader = readerOf(context);
  const ids = conversationsIn(after);
  for (const id of ids) context.delivery.follow(id, (await conversationFor(context, id)).lastSeq);
  const places = ids.map((conversation) => ({ conversation, after: after[conversation] ?? 0 }));
  const endsAt = performance.now() + waitMs;

  for (;;) {
    const leftMs = Math.ceil(endsAt - performance.now());
    if (leftMs <= 0) return { entries: await readAfter(context, reader, places) };
    const wait = context.waiters.wait(ids, leftMs);
    const off = context.caller.connection?.onEnd(wait.cancel);
    try {
      const entries = await readAfter(context, reader, places);
      if (entries.length > 0 || context.caller.connection?.isOpen === false) return { entries };
      await wait.done;
      if (context.waiters.isClosed) return { entries: [] };
      await assertStillValid(context);
    } finally {
      wait.cancel();
      off?.();
    }
  }
};
