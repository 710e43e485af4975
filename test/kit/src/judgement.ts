import type { Acknowledged, Happening, Heard, Reader, Sent, Violation } from './happenings.ts';

/*
 * One pass per promise over what happened:
 *
 *   sent ──────────────→ wrong body     what is heard is what was sent
 *   committed ─────────→ reply before commit
 *   acknowledged ──────→ lost           every reader it concerns has heard it, at the place that was promised
 *   heard, per reader ─→ gap, swapped, doubled, foreign
 *   heard, all readers → swapped        one order for all readers of an audience
 */

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>;

const only = <K extends Happening['kind']>(happenings: readonly Happening[], kind: K): Of<K>[] =>
  happenings.filter((each): each is Of<K> => each.kind === kind);

const key = ({ sender, nonce }: { sender: string; nonce: string }): string => `${sender} ${nonce}`;

const group = <T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = by(item);
    const members = groups.get(name);
    if (members) members.push(item);
    else groups.set(name, [item]);
  }
  return groups;
};

const mayRead = (reader: Reader, entry: { conversation: string; audience: 'everyone' | 'staff' }): boolean =>
  (reader.audience === 'staff' || entry.audience === 'everyone') &&
  (reader.conversations === 'all' || reader.conversations.includes(entry.conversation));

const lostOf = (reader: Reader, heard: readonly Heard[], acknowledged: readonly (Acknowledged & Sent)[]) => {
  const at = group(heard, key);
  return acknowledged
    .filter((each) => mayRead(reader, each))
    .flatMap((each): Violation[] => {
      const [first] = at.get(key(each)) ?? [];
      const what = `${reader.name}: ${key(each)} acknowledged at ${each.conversation} ${each.seq}`;
      if (first === undefined) return [{ kind: 'lost', what }];
      const place = each.numbering === 'everyone' ? (first.publicSeq ?? first.seq) : first.seq;
      const comparable = each.numbering === 'everyone' || reader.audience === 'staff';
      const isThere = first.conversation === each.conversation && (!comparable || place === each.seq);
      return isThere ? [] : [{ kind: 'swapped', what: `${what}, heard at ${first.conversation} ${place}` }];
    });
};

const orderOf = (reader: string, heard: readonly Heard[]): Violation[] => {
  let last = 0;
  const seen = new Set<number>();
  return heard.flatMap(({ conversation, seq }): Violation[] => {
    const what = `${reader}: ${conversation} ${seq} after ${last}`;
    const before = last;
    last = seq;
    if (seen.has(seq)) return [{ kind: 'doubled', what }];
    seen.add(seq);
    if (seq === before + 1) return [];
    return [{ kind: seq > before ? 'gap' : 'swapped', what }];
  });
};

const twiceStored = (reader: string, heard: readonly Heard[]): Violation[] =>
  [...group(heard, key)]
    .filter(([, places]) => new Set(places.map(({ conversation, seq }) => `${conversation} ${seq}`)).size > 1)
    .map(([what]) => ({ kind: 'doubled', what: `${reader}: ${what} at several places` }));

const foreignOf = (reader: Reader, heard: readonly Heard[]): Violation[] =>
  heard
    .filter((each) => !mayRead(reader, each))
    .map((each) => ({ kind: 'foreign', what: `${reader.name} heard ${each.conversation} ${each.seq}` }));

const differing = (readers: readonly Reader[], heard: readonly Heard[]): Violation[] =>
  (['everyone', 'staff'] as const).flatMap((audience) => {
    const names = new Set(readers.filter((each) => each.audience === audience).map(({ name }) => name));
    const places = group(
      heard.filter(({ reader }) => names.has(reader)),
      ({ conversation, seq }) => `${conversation} ${seq}`,
    );
    return [...places]
      .filter(([, entries]) => new Set(entries.map(key)).size > 1)
      .map(([what]): Violation => ({ kind: 'swapped', what: `readers differ at ${what}` }));
  });

const alteredOf = (sent: ReadonlyMap<string, Sent>, heard: readonly Heard[]): Violation[] =>
  heard
    .filter((each) => (sent.get(key(each))?.body ?? each.body) !== each.body)
    .map((each) => ({ kind: 'wrong body', what: `${each.reader}: ${key(each)}` }));

const earlyOf = (happenings: readonly Happening[], sent: ReadonlyMap<string, Sent>): Violation[] => {
  const committed = new Set<string>();
  if (!happenings.some(({ kind }) => kind === 'committed')) return [];
  return happenings.flatMap((each): Violation[] => {
    if (each.kind === 'committed') committed.add(key(each));
    const tells = each.kind === 'acknowledged' || each.kind === 'heard';
    const isEarly = tells && sent.has(key(each)) && !committed.has(key(each));
    return isEarly ? [{ kind: 'reply before commit', what: `${each.kind} ${key(each)}` }] : [];
  });
};

/** Every broken promise in what happened; see the picture above. Pure. */
export const judge = (readers: readonly Reader[], happenings: readonly Happening[]): Violation[] => {
  const sent = new Map(only(happenings, 'sent').map((each) => [key(each), each] as const));
  const heard = only(happenings, 'heard');
  const byReader = group(heard, ({ reader }) => reader);
  const acknowledged = only(happenings, 'acknowledged').flatMap((each) => {
    const what = sent.get(key(each));
    return what === undefined ? [] : [{ ...what, ...each }];
  });
  const perReader = readers.flatMap((reader) => {
    const own = byReader.get(reader.name) ?? [];
    const conversations = [...group(own, ({ conversation }) => conversation).values()];
    return [
      ...lostOf(reader, own, acknowledged),
      ...conversations.flatMap((of) => orderOf(reader.name, of)),
      ...twiceStored(reader.name, own),
      ...foreignOf(reader, own),
    ];
  });
  return [
    ...perReader,
    ...differing(readers, heard),
    ...alteredOf(sent, heard),
    ...earlyOf(happenings, sent),
  ];
};
