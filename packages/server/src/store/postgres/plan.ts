import type { ActionId, ConversationId, DraftId, FollowupId, ShopperId } from '@shopbell/protocol';
import { begunColumns, movedColumns } from '../action-columns.ts';
import type { ActionChange } from '../action-row.ts';
import { followupObjection, type FollowupAt, type FollowupChange } from '../followup-row.ts';
import { followupColumns } from '../followups.ts';
import { heldObjection, type HeldAt, type HeldChange } from '../held-row.ts';
import { heldColumns } from '../held.ts';
import { newId } from '../ids.ts';
import { answerKnown, bodyDigest, sentOf, type KnownNonce } from '../known.ts';
import { actionObjection, objectionTo, type ActionAt } from '../objections.ts';
import {
  encodeAppend,
  entriesOf,
  placeRows,
  previewAt,
  type EncodedAppend,
  type LinkedRow,
} from '../place-entries.ts';
import { roomObjection, type RoomAt } from '../routing-store.ts';
import type { Append, AppendResult, ConversationPatch, ConversationState, Envelope } from '../store.ts';
import type { Tables } from '../tables.ts';
import { nonceKey, type Keyed } from './states.ts';

/** What a batch is planned on: what was remembered, or what was read under the locks. */
export type Facts = {
  find: (id: ConversationId) => Keyed | undefined;
  known: ReadonlyMap<string, KnownNonce>;
  /** Those who begin a conversation, with their shop, if they are known. */
  shoppers: ReadonlyMap<ShopperId, string>;
  /** Their conversations that are not closed. */
  open: readonly Keyed[];
  /** Fresh keys for conversations, one for each that may begin. */
  keys: readonly number[];
  actions: ReadonlyMap<ActionId, ActionAt>;
  followups: ReadonlyMap<FollowupId, FollowupAt>;
  /** Those who are to be given a conversation, as they stand. */
  rooms: ReadonlyMap<string, RoomAt>;
  held: ReadonlyMap<DraftId, HeldAt>;
};

/** A conversation as the batch leaves it. `was`: its last seq before; `null`: it begins here. */
export type Left = { keyed: Keyed; was: number | null; preview: string | null; page: string | null };
/** A nonce that is taken: for so many entries from `seq` on. */
export type TakenNonce = {
  nonce: string;
  sender: string;
  c: number;
  seq: number;
  entries: number;
  main: number;
  body: string | null;
};
/** An action as the batch leaves it. `was`: its revision before; `null`: it begins here. */
export type LeftAction = { was: number | null; columns: { id: ActionId } & Record<string, unknown> };

/** A follow-up that begins with the batch, or is done with it. */
export type LeftFollowup = { begun: Tables['followups'] } | { done: FollowupId };

/** A draft that begins to be held with the batch, or is not held any more. */
export type LeftHeld = { begun: Tables['drafts'] } | { ended: DraftId; state: string };

/** What a batch comes to: an answer for each append, and what is to be written. */
export type Plan = {
  results: AppendResult[];
  left: ReadonlyMap<ConversationId, Left>;
  nonces: readonly TakenNonce[];
  entries: readonly { c: number; row: LinkedRow }[];
  actions: ReadonlyMap<ActionId, LeftAction>;
  followups: readonly LeftFollowup[];
  /** Who is given a conversation. */
  given: readonly string[];
  held: readonly LeftHeld[];
};

const patched = (state: ConversationState, patch: ConversationPatch = {}): ConversationState => ({
  ...state,
  status: patch.status ?? state.status,
  assignee: patch.assignee === undefined ? state.assignee : patch.assignee,
  waitingSince: patch.waitingSince === undefined ? state.waitingSince : patch.waitingSince,
});

const unbegun = (shop: string, shopper: ShopperId): ConversationState => ({
  id: newId('cnv'),
  shop,
  shopper,
  status: 'queued',
  assignee: null,
  waitingSince: null,
  lastSeq: 0,
  lastPublicSeq: 0,
});

const impossible = (what: string): never => {
  throw new Error(`the store contradicts itself: ${what}`);
};

/** Where the batch’s actions are by now. */
const createActionPlan = (facts: Facts) => {
  const left = new Map<ActionId, LeftAction>();
  const places = new Map<ActionId, ActionAt>();
  const placeOf = (id: ActionId): ActionAt | undefined => places.get(id) ?? facts.actions.get(id);
  return {
    left,
    objection: (change: ActionChange, conversation: number | null) =>
      actionObjection(change, placeOf(change.id), conversation),
    change: ({ id, request, progress, from }: ActionChange, append: Append, conversation: number): void => {
      const before = left.get(id);
      if (from === null && request) {
        const columns = begunColumns(id, request, { shop: append.shop, by: append.by, conversation });
        left.set(id, { was: null, columns });
        places.set(id, { step: columns.step, revision: columns.revision, conversation });
      } else if (progress) {
        const was = before ? before.was : progress.revision - 1;
        left.set(id, { was, columns: { ...before?.columns, id, ...movedColumns(progress) } });
        places.set(id, { step: progress.step, revision: progress.revision, conversation });
      }
    },
  };
};

/** Where the batch’s follow-ups are by now. */
const createFollowupPlan = (facts: Facts, at: number) => {
  const left: LeftFollowup[] = [];
  const places = new Map<FollowupId, FollowupAt>();
  return {
    left,
    objection: (change: FollowupChange, conversation: number | null) =>
      followupObjection(change, places.get(change.id) ?? facts.followups.get(change.id), conversation),
    change: ({ id, begin }: FollowupChange, { shop, by }: Append, conversation: number): void => {
      if (begin === null) left.push({ done: id });
      else left.push({ begun: followupColumns(id, begin, { shop, by, conversation, at }) });
      places.set(id, { state: begin === null ? 'done' : 'open', conversation });
    },
  };
};

/** Where the batch’s drafts are by now. */
const createHeldPlan = (facts: Facts, at: number) => {
  const left: LeftHeld[] = [];
  const places = new Map<DraftId, HeldAt>();
  return {
    left,
    objection: (change: HeldChange, conversation: number | null) =>
      heldObjection(change, places.get(change.id) ?? facts.held.get(change.id), conversation),
    change: (change: HeldChange, { shop, by }: Append, conversation: number): void => {
      const { id, begin } = change;
      if (begin === null) left.push({ ended: id, state: change.end });
      else left.push({ begun: heldColumns(id, begin, { shop, by, conversation, at }) });
      places.set(id, { state: begin === null ? change.end : 'held', conversation });
    },
  };
};

/** The conversations as the batch leaves them by now, and what it writes to them. */
const createPlaces = (facts: Facts, at: number) => {
  const left = new Map<ConversationId, Left>();
  const entries: { c: number; row: LinkedRow }[] = [];
  const keys = [...facts.keys];
  const find = (id: ConversationId): Keyed | undefined => left.get(id)?.keyed ?? facts.find(id);
  const begun = ({ shop, conversation }: Pick<Envelope, 'shop' | 'conversation'>): Keyed | null => {
    if (typeof conversation === 'string') return null;
    const key = keys.shift() ?? impossible('no key for a new conversation');
    return { key, link: null, state: unbegun(shop, conversation.begin.shopper) };
  };
  const pageOf = ({ conversation }: Pick<Envelope, 'conversation'>): string | null => {
    const page = typeof conversation === 'object' ? conversation.begin.page : null;
    return page === null ? null : JSON.stringify(page);
  };

  return {
    left,
    entries,
    find,
    changes: () =>
      [...left.values()].map(({ keyed: { state } }) => ({
        before: facts.find(state.id)?.state ?? null,
        now: state,
      })),
    hasOpen: (shop: string, shopper: ShopperId): boolean => {
      const isTheirs = ({ state }: Keyed): boolean =>
        state.shop === shop && state.shopper === shopper && state.status !== 'closed';
      const now = facts.open.map((keyed) => find(keyed.state.id) ?? keyed);
      return [...now, ...[...left.values()].map(({ keyed }) => keyed)].some(isTheirs);
    },
    add: (append: EncodedAppend, target: Keyed | undefined) => {
      const keyed = target ?? begun(append) ?? impossible('no conversation after the check');
      const { key, state, link } = keyed;
      const { patch } = append;
      const { rows, end } = placeRows(append, { state, link, at });
      const before = left.get(state.id);
      const preview = append.preview === null ? null : previewAt(append.preview, at);
      const next = { key, link: end.link, state: patched(end.state, patch) };
      left.set(state.id, {
        keyed: next,
        was: before ? before.was : target ? state.lastSeq : null,
        preview: preview ?? before?.preview ?? null,
        page: before?.page ?? pageOf(append),
      });
      for (const row of rows) entries.push({ c: key, row });
      return { rows, keyed: next, first: state.lastSeq + 1 };
    },
  };
};

/** The nonces the batch has taken by now. */
const createNonceBook = ({ known }: Facts) => {
  const taken = new Map<string, KnownNonce>();
  const nonces: TakenNonce[] = [];
  return {
    nonces,
    known: ({ nonce, by }: Append): KnownNonce | undefined => {
      const key = nonceKey({ nonce, sender: by.id });
      return taken.get(key) ?? known.get(key);
    },
    take: (
      { nonce, by, body }: Append,
      { id, rows, main }: Omit<KnownNonce, 'body'>,
      { c, seq }: Pick<TakenNonce, 'c' | 'seq'>,
    ): void => {
      const digest = body === undefined ? null : bodyDigest(body);
      nonces.push({ nonce, sender: by.id, c, seq, entries: rows.length, main, body: digest });
      taken.set(nonceKey({ nonce, sender: by.id }), { id, rows, main, body: digest });
    },
  };
};

/** Plans a batch, append by append, each on what those before it leave. Writes nothing; the facts stay as they are. */
export const planBatch = (batch: readonly Append[], facts: Facts, at: number): Plan => {
  const places = createPlaces(facts, at);
  const book = createNonceBook(facts);
  const actions = createActionPlan(facts);
  const followups = createFollowupPlan(facts, at);
  const given: string[] = [];
  const held = createHeldPlan(facts, at);

  const place = (append: Append, target: Keyed | undefined): AppendResult => {
    const encoded = encodeAppend(append);
    const { rows, keyed, first } = places.add(encoded, target);
    const stored = entriesOf(keyed.state, rows);
    const { state, key } = keyed;
    book.take(append, { id: state.id, rows, main: encoded.main }, { c: key, seq: first });
    if (append.action) actions.change(append.action, append, key);
    if (append.followup) followups.change(append.followup, append, key);
    if (append.room) given.push(append.room.person);
    if (append.held) held.change(append.held, append, key);
    const entry = stored[encoded.main] ?? impossible('an append without its own entry');
    return { ok: true, repeated: false, entries: stored, entry, conversation: state };
  };
  const results = batch.map((append): AppendResult => {
    const known = book.known(append);
    if (known) return answerKnown(sentOf(append), known, places.find(known.id)?.state ?? null);
    const { conversation, shop } = append;
    const target = typeof conversation === 'string' ? places.find(conversation) : undefined;
    const shopper = typeof conversation === 'object' ? conversation.begin.shopper : null;
    const objection = objectionTo(append, {
      target: target?.state ?? null,
      isShopperKnown: () => shopper !== null && facts.shoppers.get(shopper) === shop,
      hasOpen: () => shopper !== null && places.hasOpen(shop, shopper),
      actionObjection: (change) => actions.objection(change, target?.key ?? null),
      followupObjection: (change) => followups.objection(change, target?.key ?? null),
      roomObjection: (room) => roomObjection(room, facts.rooms.get(room.person), places.changes()),
      heldObjection: (change) => held.objection(change, target?.key ?? null),
    });
    return objection ?? place(append, target);
  });
  const { left, entries } = places;
  const beside = { actions: actions.left, followups: followups.left, held: held.left, given };
  return { results, left, nonces: book.nonces, entries, ...beside };
};
