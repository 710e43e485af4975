import { contentDigest, nextLink } from '../store/chain.ts';
import type { Link, Store } from '../store/store.ts';

/** Where a conversation’s chain was at some time: kept outside, it shows a rewriting of everything after. */
export type Head = { conversation: string; seq: number; link: string };
/** The first entry of a conversation that is not as it was written, and how that shows. */
export type Finding = { conversation: string; seq: number; what: string };
/** What a check of the chains found; `findings` in the order in which the entries came, one per conversation. */
export type Verdict = {
  entries: number;
  erased: number;
  conversations: number;
  findings: readonly Finding[];
};

/** What a check takes: heads kept from an earlier one, and who wants to hear of new heads and of progress. */
export type VerifyOptions = {
  against?: readonly Head[];
  onHead?: (head: Head) => void;
  onProgress?: (entries: number) => void;
};

type End = { seq: number; publicSeq: number; link: Uint8Array | null };
const beginning: End = { seq: 0, publicSeq: 0, link: null };
const pageSize = 1_000;

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const hexOf = (link: Uint8Array): string => Buffer.from(link).toString('hex');

const placeObjection = ({ seq, publicSeq }: Link, before: End): string | null => {
  if (seq !== before.seq + 1) return `entry ${before.seq + 1} is missing; ${seq} follows ${before.seq}`;
  if (publicSeq === null || publicSeq === before.publicSeq + 1) return null;
  return `its public number is ${publicSeq} where ${before.publicSeq + 1} follows`;
};

/** Why an entry is not what was written after the one before it; `null`: it is. */
const objectionTo = (entry: Link, before: End): string | null => {
  const objection = placeObjection(entry, before);
  if (objection !== null) return objection;
  const digest = entry.content === null ? entry.digest : contentDigest(entry.content);
  if (digest === null || digest.length !== 32) return 'it is erased, and without its digest';
  if (isSame(entry.link, nextLink(before.link, entry, digest))) return null;
  return 'its content, time or place, or the link before it, is not what was written';
};

const endAfter = ({ seq, publicSeq, link }: Link, before: End): End => ({
  seq,
  publicSeq: publicSeq ?? before.publicSeq,
  link,
});

/** All pages of what is read by ascending keys. */
async function* pages<T extends { key: number }>(
  read: (query: { after: number; limit: number }) => Promise<T[]>,
): AsyncGenerator<T[]> {
  let after = 0;
  for (;;) {
    const page = await read({ after, limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.key;
    yield page;
  }
}

/** Goes along the chains; remembers where each is, and the first thing wrong with it. */
const createWalk = (against: readonly Head[]) => {
  const ends = new Map<string, End>();
  const findings = new Map<string, Finding>();
  const kept = new Map(against.map(({ conversation, seq, link }) => [`${conversation} ${seq}`, link]));
  const find = (conversation: string, seq: number, what: string): void => {
    if (!findings.has(conversation)) findings.set(conversation, { conversation, seq, what });
  };

  return {
    ends,
    findings,
    find,
    step: (entry: Link): void => {
      const { conversation, seq } = entry;
      const before = ends.get(conversation) ?? beginning;
      const objection = objectionTo(entry, before);
      // A hole is named by what should be there.
      if (objection !== null) find(conversation, Math.min(seq, before.seq + 1), objection);
      const head = kept.get(`${conversation} ${seq}`);
      if (head !== undefined && head !== hexOf(entry.link))
        find(conversation, seq, 'up to here it is not what it was when its head was kept');
      ends.set(conversation, endAfter(entry, before));
    },
  };
};
type Walk = ReturnType<typeof createWalk>;

/** Each conversation must go at least as far as it says and as its kept head says. */
const checkEnds = async (
  store: Pick<Store, 'ends'>,
  { ends, find }: Walk,
  { against = [], said }: { against: VerifyOptions['against']; said: Map<string, number> },
): Promise<void> => {
  for (const { conversation, seq } of against) {
    const end = ends.get(conversation) ?? beginning;
    if (end.seq < seq) find(conversation, end.seq + 1, `it is missing; the kept head is at ${seq}`);
  }
  for (const [conversation, lastSeq] of said) {
    const end = ends.get(conversation) ?? beginning;
    if (end.seq < lastSeq)
      find(conversation, end.seq + 1, `it is missing; the conversation goes to ${lastSeq}`);
  }
  // Read after the entries, so that it can only be further than they are.
  for await (const page of pages(store.ends)) {
    for (const { id, lastSeq, lastPublicSeq } of page) {
      const end = ends.get(id) ?? beginning;
      if (lastSeq < end.seq) find(id, lastSeq + 1, `the conversation says it ends at ${lastSeq}`);
      if (lastPublicSeq < end.publicSeq)
        find(id, end.seq, `the conversation says its public numbers end at ${lastPublicSeq}`);
    }
  }
};

/**
 * Checks every conversation’s chain: content, numbers and order are what was written, erased entries keep their place.
 * May run beside a relay. Somebody who rewrote a whole chain to its end is only found by heads kept elsewhere.
 */
export const verifyChains = async (
  store: Pick<Store, 'links' | 'ends'>,
  options: VerifyOptions = {},
): Promise<Verdict> => {
  const { against = [], onHead, onProgress } = options;
  const said = new Map<string, number>();
  // First how far they go, then the entries: what is written meanwhile only makes them go further.
  for await (const page of pages(store.ends)) for (const { id, lastSeq } of page) said.set(id, lastSeq);
  const walk = createWalk(against);
  let entries = 0;
  let erased = 0;
  for await (const page of pages(store.links)) {
    for (const entry of page) {
      walk.step(entry);
      if (entry.content === null) erased += 1;
    }
    entries += page.length;
    onProgress?.(entries);
  }
  await checkEnds(store, walk, { against, said });
  for (const [conversation, { seq, link }] of walk.ends)
    if (link !== null) onHead?.({ conversation, seq, link: hexOf(link) });
  return { entries, erased, conversations: said.size, findings: [...walk.findings.values()] };
};
