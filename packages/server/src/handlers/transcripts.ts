import {
  fill,
  readEntry,
  refuse,
  type AnyEntry,
  type ConversationId,
  type ShopperCommands,
} from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { maskAddress } from '../rules/identity.ts';
import type { EntryPage } from '../store/store.ts';
import { linesOf, type TranscriptReader } from '../transcript/lines.ts';
import { deliver } from '../transcript/mail.ts';
import { writeEnd, writeHead, writeLines } from '../transcript/write.ts';
import { wordingFor } from '../words/tables.ts';
import {
  conversationFor,
  notFound,
  readerOf,
  shopperOf,
  type ShopperContext,
  type ShopperHandlers,
} from './context.ts';

type Wanted = Pick<ShopperCommands['transcript:get']['parsed'], 'locale' | 'timeZone'>;

const pageSize = 200;
/** A mail holds the last entries, at most so many. */
const mailedMax = 1_000;

const entriesIn = (page: EntryPage): AnyEntry[] =>
  page.entries.map((wire) => readEntry(JSON.parse(wire))).filter((entry) => entry !== null);

const readerFor = async (
  { store, identity }: ShopperContext,
  { locale = 'en', timeZone = 'UTC' }: Wanted,
): Promise<TranscriptReader> => {
  const shop = await store.shop(identity.shop);
  if (!shop) throw notFound('shop');
  return { locale, timeZone, shop: shop.name };
};

const assertOffered = async (
  { settings, identity }: ShopperContext,
  way: 'download' | 'mail',
): Promise<void> => {
  const { transcript } = (await settings.of(identity.shop)).settings;
  if (transcript?.[way] !== true) throw refuse('forbidden', 'This shop does not offer that.');
};

const pageOf = async (
  context: ShopperContext,
  query: { conversation: ConversationId; after?: number; before?: number },
): Promise<EntryPage> => {
  const page = await context.store.entries(readerOf(context), { ...query, limit: pageSize });
  if (page === null) throw notFound('conversation');
  return page;
};

/** `transcript:get`: a piece of it. All pieces, one after the other, are the file. */
export const getTranscript: ShopperHandlers['transcript:get'] = async (context, input) => {
  const { conversation, format, after } = input;
  await conversationFor(context, conversation);
  await assertOffered(context, 'download');
  const reader = await readerFor(context, input);
  const page = await pageOf(context, { conversation, after });
  const entries = entriesIn(page);
  const next = page.more ? (entries.at(-1)?.seq ?? null) : null;
  const head = after === 0 ? writeHead(format, reader, context.now()) : '';
  const lines = writeLines(format, linesOf(entries, reader), reader);
  return { piece: `${head}${lines}${next === null ? writeEnd(format) : ''}`, next };
};

/** The last entries, oldest first, and whether there are earlier ones. */
const latestEntries = async (context: ShopperContext, conversation: ConversationId) => {
  let entries: AnyEntry[] = [];
  for (;;) {
    const before = entries[0]?.seq;
    const page = await pageOf(context, { conversation, ...(before === undefined ? {} : { before }) });
    entries = [...entriesIn(page), ...entries];
    if (!page.more || entries.length >= mailedMax) return { entries, hasEarlier: page.more };
  }
};

/** The address that is the shopper’s for sure. */
const addressOf = async (
  { store, identity, codes }: ShopperContext,
  shopper: `shp_${string}`,
): Promise<string> => {
  const row = await store.shopper(identity.shop, shopper);
  const address = row?.verified?.email ?? row?.proved?.email;
  if (address !== undefined) return address;
  throw refuse('forbidden', 'Prove your mail address first, or sign in at the shop.', {
    needs: 'known',
    stepUp: codes.canSend,
  });
};

/** `transcript:mail`. */
export const mailTranscript: ShopperHandlers['transcript:mail'] = async (context, input) => {
  const { conversation, locale = 'en' } = input;
  const { limits, identity, sendMail, now } = context;
  const { id } = shopperOf(context);
  await conversationFor(context, conversation);
  await assertOffered(context, 'mail');
  const to = await addressOf(context, id);
  limits.take('transcriptPerShopper', id);
  limits.take('transcriptPerMail', `${identity.shop} ${to.toLowerCase()}`);
  const reader = await readerFor(context, input);
  const { entries, hasEarlier } = await latestEntries(context, conversation);
  const words = wordingFor(locale).words.transcript;
  const first = entries[0];
  const earlier = hasEarlier && first ? [{ at: first.at, who: null, text: words.earlier }] : [];
  const lines = [...earlier, ...linesOf(entries, reader)];
  const write = (format: 'text' | 'html') =>
    `${writeHead(format, reader, now())}${writeLines(format, lines, reader)}${writeEnd(format)}`;
  const mail = { shop: identity.shop, to, subject: fill(words.title, reader.shop), locale };
  await deliver(sendMail, { ...mail, text: write('text'), html: write('html') }, times.identityCodeSendMs);
  return { to: maskAddress(to) };
};
