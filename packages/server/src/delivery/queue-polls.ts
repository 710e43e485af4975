import type { ConversationId, ShopperEvents } from '@shopbell/protocol';

type Place = ShopperEvents['queue:changed'];

/** Who asks by long poll and not over a connection: they are there for as long again after each poll, in milliseconds. */
const thereMs = 60_000;

/** One who polls, by their token: what they were told last, and while a poll waits, what hears. */
type Ear = { told: string; hear: ((place: Place) => void) | null; until: number };
type Record = { place: Place | null; ears: Map<string, Ear> };

/** Tells places in the queue to who asks by long poll: each place once to each, though a poll may not be waiting just then. */
export interface QueuePolls {
  /** A poll waits, in the name of a token; hears the place at once where it is another than it was told. Returns its undo. */
  listen: (conversation: ConversationId, token: string, hear: (place: Place) => void) => () => void;
  /** Somebody begins anew with this token: what was told before is forgotten on their side. */
  forget: (conversation: ConversationId, token: string) => void;
  /** Whether anybody has polled for it lately. */
  isHere: (conversation: ConversationId) => boolean;
  tell: (place: Place) => void;
  drop: (conversation: ConversationId) => void;
}

const keyOf = ({ ahead, atLeast, waitMs }: Place): string => `${ahead} ${atLeast} ${waitMs}`;

const tellEar = (ear: Ear, place: Place): void => {
  const key = keyOf(place);
  if (!ear.hear || ear.told === key) return;
  ear.told = key;
  ear.hear(place);
};

/** Makes it. */
export const createQueuePolls = (now: () => number): QueuePolls => {
  const records = new Map<ConversationId, Record>();
  return {
    listen: (conversation, token, hear) => {
      const record = records.get(conversation) ?? { place: null, ears: new Map<string, Ear>() };
      records.set(conversation, record);
      const ear: Ear = { told: record.ears.get(token)?.told ?? '', hear, until: Infinity };
      record.ears.set(token, ear);
      if (record.place) tellEar(ear, record.place);
      return () => {
        ear.hear = null;
        ear.until = now() + thereMs;
      };
    },
    forget: (conversation, token) => void records.get(conversation)?.ears.delete(token),
    isHere: (conversation) => {
      const record = records.get(conversation);
      if (!record) return false;
      for (const [token, { until }] of record.ears) if (until < now()) record.ears.delete(token);
      if (record.ears.size === 0) records.delete(conversation);
      return record.ears.size > 0;
    },
    tell: (place) => {
      const record = records.get(place.conversation);
      if (!record) return;
      record.place = place;
      for (const ear of record.ears.values()) tellEar(ear, place);
    },
    drop: (conversation) => void records.delete(conversation),
  };
};
