import { createConnection, type ShopperSide } from '@shopbell/client';
import {
  partsToText,
  protocolVersion,
  refuse,
  type AnyEntry,
  type ConversationId,
  type PlanShown,
} from '@shopbell/protocol';
import { newNonce } from '../nonce.ts';
import { openConsents, type Consent } from './consents.ts';
import { lineOf } from './lines.ts';
import { createSightings, inTime, type Sightings } from './sightings.ts';
import type { ScriptedShopper, WaitOptions } from './types.ts';

/** Where a shopper comes in, what the shop gives them to sign in with, and their mailbox. */
export type Door = {
  url: string;
  shop: string;
  origin: string;
  jwt?: () => string;
  codeFor: (email: string) => string;
};

/** The connection of a shopper, live; resolves with who they are to the relay. */
const enter = async ({ url, shop, origin, jwt }: Door) => {
  let token: string | undefined;
  const connection = createConnection<ShopperSide>({
    url,
    namespace: '/shopper',
    origin,
    auth: () => ({ protocol: protocolVersion, shop, ...(token === undefined ? {} : { token }) }),
    open: () => (jwt ? { jwt: jwt() } : {}),
  });
  const opened = Promise.withResolvers<string>();
  connection.on('session:opened', (session) => {
    token = session.token ?? token;
    opened.resolve(session.shopper.id);
  });
  connection.on('state:changed', (state) => {
    if (state.name === 'refused') opened.reject(state.error);
    if (state.name === 'closed') opened.reject(refuse('disconnected', 'This shopper has left.'));
  });
  connection.start();
  try {
    const keep = (next: string | undefined): void => void (token = next ?? token);
    return { connection, keep, id: await inTime(opened.promise, () => 'the relay to let a shopper in') };
  } catch (error) {
    await connection.close();
    throw error;
  }
};

type Entered = Awaited<ReturnType<typeof enter>>;
type Connection = Entered['connection'];

/** Says things, and watches every conversation they were said in. */
const createVoice = (connection: Connection, sightings: Sightings) => {
  const watched = new Set<ConversationId>();
  let last: ConversationId | null = null;
  const watch = (conversation: ConversationId): void => {
    if (watched.has(conversation)) return;
    watched.add(conversation);
    connection.follow(conversation, 0, sightings.add);
  };
  return {
    last: () => last,
    says: async (text: string): Promise<ConversationId> => {
      const parts = [{ kind: 'text' as const, text }];
      const { conversation, seq } = await connection.post('message:send', { nonce: newNonce(), parts });
      watch(conversation);
      last = conversation;
      const isThere = (entry: AnyEntry) => entry.conversation === conversation && entry.seq >= seq;
      await sightings.until('one’s own message', () => sightings.entries.find(isThere));
      return conversation;
    },
  };
};

/** Rates the conversation they last said something in. */
const createRating =
  (connection: Connection, last: () => ConversationId | null) =>
  async (score: number, comment?: string): Promise<void> => {
    const conversation = last();
    if (conversation === null) throw new Error('Whoever rates has said something before.');
    const said = comment === undefined ? {} : { comment };
    await connection.post('rating:give', { conversation, nonce: newNonce(), score, ...said });
  };

const keyOf = ({ action, plan }: Consent): string => `${action} ${plan.digest}`;

/** Answers plans, each once. */
const createAnswers = (connection: Connection, sightings: Sightings) => {
  const given = new Set<string>();
  const isOf = ({ action, name }: Consent, to: string | undefined): boolean =>
    to === undefined || to === action || to === name;
  return async (
    command: 'action:confirm' | 'action:decline',
    to: string | undefined,
    options?: WaitOptions,
  ): Promise<PlanShown> => {
    const consent = await sightings.until(
      `a plan${to === undefined ? '' : ` of ${to}`} that asks for the shopper’s yes`,
      () => openConsents(sightings.entries).find((each) => isOf(each, to) && !given.has(keyOf(each))),
      options,
    );
    const { action, plan } = consent;
    given.add(keyOf(consent));
    await connection.post(command, { action, digest: plan.digest, nonce: newNonce() });
    return plan;
  };
};

/** Proves mail addresses, as somebody does who reads what is sent there. */
const createProof =
  ({ connection, keep }: Entered, { codeFor }: Door, last: () => ConversationId | null) =>
  async (email: string): Promise<void> => {
    const conversation = last();
    if (conversation === null)
      throw refuse('bad_request', 'A shopper proves who they are in a conversation.');
    await connection.call('identity:request-code', { conversation, email, nonce: newNonce() });
    const answer = { conversation, code: codeFor(email), nonce: newNonce() };
    keep((await connection.call('identity:confirm-code', answer)).token);
  };

const heardIn = (entries: readonly AnyEntry[]): string[] =>
  entries.flatMap((entry) =>
    entry.type === 'message' && entry.by.kind !== 'shopper' ? [partsToText(entry.data.parts)] : [],
  );

/** Comes into the shop; resolves once the relay has let them in, rejects with what it says else. */
export const enterShop = async (door: Door): Promise<ScriptedShopper> => {
  const entered = await enter(door);
  const { connection, id } = entered;
  const sightings = createSightings();
  const { says, last } = createVoice(connection, sightings);
  const answer = createAnswers(connection, sightings);
  return {
    id,
    get conversation() {
      return last();
    },
    get entries() {
      return sightings.entries;
    },
    get heard() {
      return heardIn(sightings.entries);
    },
    says,
    agrees: (to, options) => answer('action:confirm', to, options),
    declines: (to, options) => answer('action:decline', to, options),
    proves: createProof(entered, door, last),
    rates: createRating(connection, last),
    sees: (wanted, options) => {
      const fits = (entry: AnyEntry): boolean =>
        typeof wanted === 'string' ? lineOf(entry).includes(wanted) : wanted(entry);
      const what = typeof wanted === 'string' ? `“${wanted}”` : 'an entry that fits';
      return sightings.until(what, () => sightings.entries.find(fits), options);
    },
    transcript: sightings.lines,
    close: () => connection.close(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
};
