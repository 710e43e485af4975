import { refuse, ConversationId, Nonce, type StoredFile, type Uploads } from '@shopbell/protocol';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Caller } from '../gate/caller.ts';
import type { Identity } from '../gate/identity.ts';
import type { Limits } from '../gate/limits.ts';
import { findState } from '../log/find-state.ts';
import type { Log } from '../log/log.ts';
import type { FileRow } from '../store/file-store.ts';
import { createRecent } from '../store/recent.ts';
import type { Store } from '../store/store.ts';
import { uploadsOf } from './kinds.ts';
import { tooLarge } from './spool.ts';
import type { Upload } from './take-upload.ts';

/** What is asked with an upload, unchecked, and its bytes as they come. */
export type AskedUpload = {
  conversation: string | undefined;
  nonce: string | undefined;
  name: string;
  /** How many bytes its sender says will come. */
  length: number | null;
  source: Readable;
};

export type UploadsOptions = {
  store: Pick<Store, 'shop' | 'peers'>;
  log: Pick<Log, 'peek' | 'state' | 'forget'>;
  limits: Limits;
  take: (upload: Upload) => Promise<FileRow>;
};

/** So many uploads of one sender, and of everybody, are under way at a time. */
const senderMost = 3;
const relayMost = 40;
/** So often may an upload that broke off be begun again before it counts as another one. */
const attemptsPerUpload = 5;
const rememberedMax = 5_000;

const Asked = z.object({ conversation: ConversationId.optional(), nonce: Nonce });

const readAsked = ({ conversation, nonce }: AskedUpload): z.infer<typeof Asked> => {
  const parsed = Asked.safeParse({ conversation, nonce });
  if (parsed.success) return parsed.data;
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  throw refuse('bad_request', `“${field}”: ${parsed.error.issues[0]?.message ?? 'is wrong'}.`, { field });
};

/** The file as entries name it. */
export const shownFile = ({ id, name, type, bytes, picture }: FileRow): StoredFile => ({
  id,
  name,
  type,
  bytes,
  ...(picture === undefined ? {} : { picture }),
});

const ownerOf = (identity: Identity): string => {
  if (identity.kind === 'shopper') {
    if (!identity.shopper) throw refuse('unauthenticated', 'Open a session first: “session:open”.');
    return identity.shopper.id;
  }
  const { person, scopes } = identity;
  if (person.role === 'office') throw refuse('forbidden', 'An office sends no files.');
  if (!scopes.includes('reply')) throw refuse('forbidden', 'The key lacks the scope “reply”.');
  return person.id;
};

/** How many are under way. */
const createSeats = () => {
  const bySender = new Map<string, number>();
  let all = 0;
  return (owner: string): (() => void) => {
    const taken = bySender.get(owner) ?? 0;
    if (taken >= senderMost || all >= relayMost)
      throw refuse('rate_limited', 'Too many files are coming at once. Wait for one to be through.', {
        retryAfterMs: 2_000,
      });
    bySender.set(owner, taken + 1);
    all += 1;
    return () => {
      all -= 1;
      const left = (bySender.get(owner) ?? 1) - 1;
      if (left === 0) bySender.delete(owner);
      else bySender.set(owner, left);
    };
  };
};

/** Takes from the buckets once for each upload, not for each attempt at it: a bad line is no fault of whoever has it. */
const createToll = (limits: Limits) => {
  const attempts = createRecent<string, number>(rememberedMax);
  return ({ identity, address }: Caller, owner: string, nonce: string): void => {
    const key = `${owner} ${nonce}`;
    const before = attempts.get(key) ?? 0;
    const isAgain = before > 0 && before < attemptsPerUpload;
    if (!isAgain && identity.kind === 'staff') limits.take('agentUpload', identity.keyId);
    if (!isAgain && identity.kind === 'shopper') {
      limits.take('uploadPerAddress', address);
      limits.take('uploadPerShopper', owner);
    }
    attempts.set(key, isAgain ? before + 1 : 1);
  };
};

/** Makes what takes uploads: who may, where to, how many, and then the bytes. Throws a `ShopbellError`. */
export const createUploads = ({ store, log, limits, take }: UploadsOptions) => {
  const enter = createSeats();
  const pay = createToll(limits);

  const rulesOf = async (shop: string): Promise<Uploads> => {
    const uploads = uploadsOf((await store.shop(shop))?.uploads);
    if (uploads === null) throw refuse('forbidden', 'This shop takes no files.');
    return uploads;
  };
  const requireConversation = async (identity: Identity, id: ConversationId | undefined): Promise<void> => {
    if (id === undefined) {
      if (identity.kind === 'shopper') return;
      throw refuse('bad_request', 'Say to which conversation the file is to go.', { field: 'conversation' });
    }
    const state = await findState(
      { log, store },
      id,
      ({ shop, shopper }) =>
        shop === identity.shop && (identity.kind === 'staff' || shopper === identity.shopper?.id),
    );
    if (state === null) throw refuse('not_found', 'There is no such conversation.');
  };

  return async (caller: Caller, asked: AskedUpload): Promise<{ file: StoredFile }> => {
    const { identity } = caller;
    const owner = ownerOf(identity);
    const { conversation, nonce } = readAsked(asked);
    const uploads = await rulesOf(identity.shop);
    await requireConversation(identity, conversation);
    if (asked.length !== null && asked.length > uploads.maxBytes) throw tooLarge(uploads.maxBytes);
    const leave = enter(owner);
    try {
      pay(caller, owner, nonce);
      const { shop } = identity;
      const { name, source } = asked;
      const to = { conversation: conversation ?? null, uploads, source };
      return { file: shownFile(await take({ shop, owner, nonce, name, ...to })) };
    } finally {
      leave();
    }
  };
};
