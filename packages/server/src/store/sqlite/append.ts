import { newId } from '../ids.ts';
import { bodyText } from '../body.ts';
import { sentAs } from '../known.ts';
import type { EncodedAppend, Place } from '../place-entries.ts';
import type { AppendResult, ConversationState, Sent } from '../store.ts';
import type { ActionSteps } from './action-steps.ts';
import { createBatches, type Batch } from './batch.ts';
import type { Connection } from './connection.ts';
import type { FollowupChanges } from './followup-changes.ts';
import type { HeldChanges } from './held-changes.ts';
import type { Marks } from './marks.ts';
import type { Nonces, Taken } from './nonces.ts';
import { createCheck } from './objections.ts';
import type { Rooms } from './rooms.ts';
import type { Keyed, States } from './states.ts';
import { createEntryWriter } from './write-entries.ts';

/** What an append needs of the engine. */
export type AppendParts = {
  connection: Connection;
  states: States;
  nonces: Nonces;
  actions: ActionSteps;
  followups: FollowupChanges;
  held: HeldChanges;
  marks: Marks;
  rooms: Rooms;
};

/** What became of an append: stored after a place, in a conversation that is so now; or its answer. */
export type Written = { place: Place; state: ConversationState } | { answer: AppendResult };

const unbegun = ({ shop, conversation }: EncodedAppend): ConversationState | null =>
  typeof conversation === 'string'
    ? null
    : {
        id: newId('cnv'),
        shop,
        shopper: conversation.begin.shopper,
        status: 'queued',
        assignee: null,
        waitingSince: null,
        lastSeq: 0,
        lastPublicSeq: 0,
      };

const targetOf = ({ conversation }: EncodedAppend, batch: Batch): Keyed | null =>
  typeof conversation === 'string' ? batch.find(conversation) : null;

const impossible = (what: string): never => {
  throw new Error(`the store contradicts itself: ${what}`);
};

const sentOf = (append: EncodedAppend): Sent => {
  const main = append.drafts[append.main] ?? impossible('an append without its own draft');
  return sentAs(append, bodyText(main, main.data));
};

/** Stores an append that has passed its check and whose nonce is taken; its entries are written later. */
const createPlacing = ({ connection, actions, followups, rooms, held }: AppendParts) => {
  const entries = createEntryWriter(connection);

  const place = (
    append: EncodedAppend,
    { keyed, entry, batch }: { keyed: Keyed; entry: number; batch: Batch },
  ): Written => {
    const { at } = batch;
    if (append.action) actions.write(append.action, append, keyed.key);
    if (append.followup) followups.write(append.followup, append, { conversation: keyed.key, at });
    if (append.room) rooms.take(append.room, at);
    if (append.held) held.write(append.held, append, { conversation: keyed.key, at });
    const { lastSeq: seq, lastPublicSeq: publicSeq } = keyed.state;
    const state = batch.change(entries.add(append, { keyed, entry, at }), append);
    return { place: { seq, publicSeq, at }, state };
  };
  return { place, entries };
};

/** Something of the batch is refused, or was stored before: it is to be looked at one by one. */
const doubt = new Error('not all of a batch is new');

/** Both ways to go through a batch. */
const createWays = (parts: AppendParts) => {
  const { connection, nonces } = parts;
  const check = createCheck(connection, parts);
  const { place, entries } = createPlacing(parts);

  const store = (append: EncodedAppend, entry: number, batch: Batch): Written => {
    const begun = unbegun(append);
    const keyed = begun === null ? targetOf(append, batch) : batch.begin(begun, append);
    return place(append, { keyed: keyed ?? impossible('no conversation after the check'), entry, batch });
  };
  const takenOf = (sent: EncodedAppend, batch: Batch): Taken => ({
    sent,
    entry: batch.claimEntries(sent.drafts.length),
    entries: sent.drafts.length,
    main: sent.main,
  });
  const oneByOne = (append: EncodedAppend, batch: Batch): Written => {
    const objection = check(append, targetOf(append, batch), batch);
    if (objection !== null) return { answer: nonces.known(sentOf(append), batch.find) ?? objection };
    const taken = takenOf(append, batch);
    if (!nonces.take(taken)) {
      const known = nonces.known(sentOf(append), batch.find);
      return { answer: known ?? impossible('a nonce both known and unknown') };
    }
    const written = store(append, taken.entry, batch);
    // The next one may be the same again.
    entries.write();
    return written;
  };

  return {
    oneByOne: (appends: readonly EncodedAppend[], batch: Batch): Written[] => {
      entries.drop();
      return appends.map((append) => oneByOne(append, batch));
    },
    /** Throws {@link doubt} unless all of it is new and nothing is refused. */
    together: (appends: readonly EncodedAppend[], batch: Batch): Written[] => {
      const taken: Taken[] = [];
      entries.drop();
      const written = appends.map((append): Written => {
        if (check(append, targetOf(append, batch), batch) !== null) throw doubt;
        const mine = takenOf(append, batch);
        taken.push(mine);
        return store(append, mine.entry, batch);
      });
      if (!nonces.takeAll(taken)) throw doubt;
      entries.write();
      return written;
    },
  };
};

/**
 * The hot path: a batch of appends as one transaction.
 *
 *     together:    check each → all nonces → all entries → each changed conversation: one UPDATE
 *                    └ one is refused, or a nonce is known: all is undone
 *                          ↓
 *     one by one:  check → take the nonce → entries …      each changed conversation: one UPDATE
 *                    └ refused, or known: nothing written
 *
 * One by one, everything that can refuse an append comes before its first statement that writes, so a refusal needs no
 * undoing.
 */
export const createAppend = (parts: AppendParts, now: () => number) => {
  const { connection, states, marks } = parts;
  const batches = createBatches(connection, states);
  const { together, oneByOne } = createWays(parts);

  const writeBy = (way: typeof together, appends: readonly EncodedAppend[]): Written[] => {
    const batch = batches(now());
    const written = connection.transaction(() => {
      const each = way(appends, batch);
      batch.flush();
      marks.write();
      return each;
    });
    batch.settle();
    marks.settle();
    return written;
  };
  return (appends: readonly EncodedAppend[]): Written[] => {
    try {
      return writeBy(together, appends);
    } catch (error) {
      if (error !== doubt) throw error;
      return writeBy(oneByOne, appends);
    }
  };
};
