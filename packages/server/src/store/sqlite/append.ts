import { newId } from '../ids.ts';
import { sentOf } from '../known.ts';
import { encodeAppend, type Encoded } from '../place-entries.ts';
import type { Append, AppendResult, ConversationState } from '../store.ts';
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

const unbegun = ({ shop, conversation }: Append): ConversationState | null =>
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

const targetOf = ({ conversation }: Append, batch: Batch): Keyed | null =>
  typeof conversation === 'string' ? batch.find(conversation) : null;

const impossible = (what: string): never => {
  throw new Error(`the store contradicts itself: ${what}`);
};

/** Stores an append that has passed its check and whose nonce is taken. */
const createPlacing = ({ connection, actions, followups }: AppendParts) => {
  const write = createEntryWriter(connection);

  return (
    append: Append,
    encoded: Encoded,
    { keyed, entry: first, batch }: { keyed: Keyed; entry: number; batch: Batch },
  ): AppendResult => {
    if (append.action) actions.write(append.action, append, keyed.key);
    if (append.followup) followups.write(append.followup, append, { conversation: keyed.key, at: batch.at });
    const stored = write(append, encoded, { keyed, entry: first, at: batch.at });
    const conversation = batch.change(stored.keyed, append.patch);
    const entry = stored.entries[encoded.main] ?? impossible('an append without its own entry');
    return { ok: true, repeated: false, entries: stored.entries, entry, conversation };
  };
};

/**
 * The hot path: a batch of appends as one transaction.
 *
 *     each append:  encode → check → take the nonce → entries        each changed conversation: one UPDATE
 *                              └ refused, or known: nothing written
 *
 * Everything that can refuse an append comes before its first statement that writes, so a refusal needs no undoing.
 */
export const createAppend = (parts: AppendParts, now: () => number) => {
  const { connection, states, nonces, marks } = parts;
  const batches = createBatches(connection, states);
  const check = createCheck(connection, parts);
  const place = createPlacing(parts);

  const appendOne = (append: Append, batch: Batch): AppendResult => {
    const encoded = encodeAppend(append);
    const target = targetOf(append, batch);
    const objection = check(append, target, batch);
    if (objection !== null) return nonces.known(sentOf(append), batch.find) ?? objection;

    const begun = unbegun(append);
    const entries = append.drafts.length;
    const entry = batch.claimEntries(entries);
    if (!nonces.take(append, { entry, entries, main: encoded.main })) {
      return nonces.known(sentOf(append), batch.find) ?? impossible('a nonce both known and unknown');
    }
    const keyed = begun === null ? target : batch.begin(begun, append);
    if (keyed === null) return impossible('no conversation after the check');
    return place(append, encoded, { keyed, entry, batch });
  };

  return (batch: readonly Append[]): AppendResult[] => {
    const changes = batches(now());
    const results = connection.transaction(() => {
      const each = batch.map((append) => appendOne(append, changes));
      changes.flush();
      marks.write();
      return each;
    });
    changes.settle();
    marks.settle();
    return results;
  };
};
