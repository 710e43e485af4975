import { newId } from '../ids.ts';
import { bodyText } from '../body.ts';
import { sentAs } from '../known.ts';
import type { EncodedAppend, Place } from '../place-entries.ts';
import type { AppendResult, ConversationState, Envelope, Sent } from '../store.ts';
import type { ActionSteps } from './action-steps.ts';
import { createBatches, type Batch } from './batch.ts';
import type { Connection } from './connection.ts';
import type { FollowupChanges } from './followup-changes.ts';
import type { Marks } from './marks.ts';
import type { Nonces } from './nonces.ts';
import { createCheck } from './objections.ts';
import type { Keyed, States } from './states.ts';
import { createEntryWriter } from './write-entries.ts';

/** What an append needs of the engine. */
export type AppendParts = {
  connection: Connection;
  states: States;
  nonces: Nonces;
  actions: ActionSteps;
  followups: FollowupChanges;
  marks: Marks;
};

/** What became of an append: stored after a place, in a conversation that is so now; or its answer. */
export type Written = { place: Place; state: ConversationState } | { answer: AppendResult };

const unbegun = ({ shop, conversation }: Envelope): ConversationState | null =>
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

const targetOf = ({ conversation }: Envelope, batch: Batch): Keyed | null =>
  typeof conversation === 'string' ? batch.find(conversation) : null;

const impossible = (what: string): never => {
  throw new Error(`the store contradicts itself: ${what}`);
};

const sentOf = (append: EncodedAppend): Sent => {
  const main = append.drafts[append.main] ?? impossible('an append without its own draft');
  return sentAs(append, bodyText(main, main.data));
};

/** Stores an append that has passed its check and whose nonce is taken. */
const createPlacing = ({ connection, actions, followups }: AppendParts) => {
  const write = createEntryWriter(connection);

  return (
    append: EncodedAppend,
    { keyed, entry, batch }: { keyed: Keyed; entry: number; batch: Batch },
  ): Written => {
    const { at } = batch;
    if (append.action) actions.write(append.action, append, keyed.key);
    if (append.followup) followups.write(append.followup, append, { conversation: keyed.key, at });
    const { lastSeq: seq, lastPublicSeq: publicSeq } = keyed.state;
    const state = batch.change(write(append, { keyed, entry, at }), append.patch);
    return { place: { seq, publicSeq, at }, state };
  };
};

/**
 * The hot path: a batch of appends as one transaction.
 *
 *     each append:  check → take the nonce → entries        each changed conversation: one UPDATE
 *                     └ refused, or known: nothing written
 *
 * Everything that can refuse an append comes before its first statement that writes, so a refusal needs no undoing.
 */
export const createAppend = (parts: AppendParts, now: () => number) => {
  const { connection, states, nonces, marks } = parts;
  const batches = createBatches(connection, states);
  const check = createCheck(connection, parts);
  const place = createPlacing(parts);

  const appendOne = (append: EncodedAppend, batch: Batch): Written => {
    const target = targetOf(append, batch);
    const objection = check(append, target, batch);
    if (objection !== null) return { answer: nonces.known(sentOf(append), batch.find) ?? objection };

    const begun = unbegun(append);
    const entries = append.drafts.length;
    const entry = batch.claimEntries(entries);
    if (!nonces.take(append, { entry, entries, main: append.main })) {
      const known = nonces.known(sentOf(append), batch.find);
      return { answer: known ?? impossible('a nonce both known and unknown') };
    }
    const keyed = begun === null ? target : batch.begin(begun, append);
    if (keyed === null) return impossible('no conversation after the check');
    return place(append, { keyed, entry, batch });
  };

  return (batch: readonly EncodedAppend[]): Written[] => {
    const changes = batches(now());
    const written = connection.transaction(() => {
      const each = batch.map((append) => appendOne(append, changes));
      changes.flush();
      marks.write();
      return each;
    });
    changes.settle();
    marks.settle();
    return written;
  };
};
