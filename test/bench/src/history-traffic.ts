import type { Append, Store } from '@shopbell/server';
import type { ConversationId, ShopperId } from '@shopbell/protocol';

/** The shop that is filled, and those who answer in it. */
export const shop = 'tea';
export const agents = Array.from({ length: 10 }, (_, index) => ({
  kind: 'agent' as const,
  id: `agt_history${index.toString().padStart(4, '0')}`,
  name: `Agent ${index}`,
}));

/** Numbers from 0 to 1, the same in each run. */
export const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const syllables =
  'ba be bi bo da de di do fa fe ka ke ki la le li lo ma me mi na ne no ra re ri sa se ta te ti to'.split(
    ' ',
  );
/** Words by how often they are used; a few are in every tenth message, most in hardly any. */
export const vocabulary = [
  'order',
  'tea',
  'kettle',
  'refund',
  'bestellung',
  'delivery',
  'please',
  'thank',
  'broken',
  'address',
  ...Array.from({ length: 30_000 }, (_, index) => {
    let word = '';
    for (let rest = index + 40; rest > 0; rest = Math.floor(rest / syllables.length))
      word += syllables[rest % syllables.length];
    return word;
  }),
];
const firstNames = ['Ada', 'Marta', 'Jonas', 'Grace', 'Linus', 'Noor', 'Kenji', 'Zoë', 'Amara', 'Piotr'];

/** A conversation under way: who talks, and how many messages are still to come. */
type Talk = { shopper: ShopperId; id: ConversationId | null; left: number; isLong: boolean };

/** What of the filling is needed to ask for it again. */
export type Samples = { ids: ConversationId[]; long: ConversationId[]; people: number; orders: number };

const idOf = (prefix: 'shp', number: number): `shp_${string}` =>
  `${prefix}_history${number.toString().padStart(9, '0')}`;
/** The name and the mail address of the n-th shopper. */
export const personOf = (number: number) => {
  const name = `${firstNames[number % firstNames.length] ?? ''} ${vocabulary[(number * 7) % vocabulary.length] ?? ''}${number}`;
  return { name, email: `shopper${number}@mail${number % 50}.example` };
};

const longTalk = 2_000;
const longEvery = 1_500;
const talksAtOnce = 1_000;

/** A shop’s traffic: a thousand conversations at a time, each some twenty entries, a few two thousand. */
export const createTraffic = (seed: number) => {
  const random = createRandom(seed);
  const samples: Samples = { ids: [], long: [], people: 0, orders: 0 };
  let nonces = 0;

  const sentence = (): string => {
    const words = Array.from(
      { length: 4 + Math.floor(random() * 10) },
      () => vocabulary[Math.floor(random() ** 3 * vocabulary.length)],
    );
    if (random() < 0.05) words.push(`#${100_000 + (samples.orders += 1)}`);
    return words.join(' ');
  };
  const nonce = (): string => `history_${(nonces += 1).toString().padStart(9, '0')}`;
  const talk = async (store: Store): Promise<Talk> => {
    samples.people += 1;
    const number = samples.people;
    const isLong = number % longEvery === 0;
    const id = idOf('shp', number);
    const isNamed = number % 2 === 0;
    const { name, email } = personOf(number);
    const known = isNamed ? { name, claimed: { name, email } } : { name: '', claimed: {} };
    await store.addShopper({ id, shop, ...known, verified: null, createdAt: 1 });
    return { shopper: id, id: null, left: isLong ? longTalk : 4 + Math.floor(random() * 28), isLong };
  };

  const draftOf = (text: string) => ({
    type: 'message' as const,
    audience: 'everyone' as const,
    data: { parts: [{ kind: 'text' as const, text }] },
  });
  const begin = ({ shopper }: Talk): Append => {
    const text = sentence();
    return {
      shop,
      conversation: { begin: { shopper, page: null } },
      by: { kind: 'shopper', id: shopper, name: '' },
      nonce: nonce(),
      drafts: [{ type: 'status', audience: 'everyone', data: { status: 'queued' } }, draftOf(text)],
      main: 1,
      patch: { waitingSince: 1, preview: { by: 'shopper', text: text.slice(0, 140) } },
    };
  };
  const goOn = (to: Talk, id: ConversationId): Append => {
    const text = sentence();
    const agent = agents[samples.people % agents.length] ?? agents[0];
    const isAgent = agent !== undefined && to.left % 2 === 1;
    const by = isAgent ? agent : { kind: 'shopper' as const, id: to.shopper, name: '' };
    const preview = { by: by.kind, text: text.slice(0, 140) };
    const end = to.left <= 1 ? { status: 'closed' as const, waitingSince: null } : {};
    const answered = isAgent
      ? { status: 'open' as const, assignee: { id: agent.id, name: agent.name }, waitingSince: null }
      : { waitingSince: 1 };
    const patch = { preview, ...answered, ...end };
    return { shop, conversation: id, by, nonce: nonce(), drafts: [draftOf(text)], patch };
  };

  const talks: Talk[] = [];
  /** One more entry, or two, in each conversation under way. Resolves to how many were stored. */
  const round = async (store: Store): Promise<number> => {
    const room = talksAtOnce - talks.length;
    talks.push(...(await Promise.all(Array.from({ length: room }, () => talk(store)))));
    const results = await store.append(
      talks.map((each) => (each.id === null ? begin(each) : goOn(each, each.id))),
    );
    let count = 0;
    for (const [index, each] of talks.entries()) {
      const result = results[index];
      if (!result?.ok) throw new Error(`not stored: ${result?.message ?? 'no result'}`);
      count += result.entries.length;
      if (each.id === null) (each.isLong ? samples.long : samples.ids).push(result.conversation.id);
      each.id = result.conversation.id;
      each.left -= 1;
    }
    talks.splice(0, talks.length, ...talks.filter(({ left }) => left > 0));
    return count;
  };
  /** A message to a conversation that is there. */
  const message = (id: ConversationId): Append =>
    goOn({ shopper: idOf('shp', 1), id, left: 1_001, isLong: false }, id);
  const recent = 5_000;
  /** The same to one of the latest that have few. */
  const messageToAny = (): Append => {
    const { ids } = samples;
    const id = ids[Math.max(0, ids.length - 1 - Math.floor(random() * recent))];
    if (id === undefined) throw new Error('nothing is there yet');
    return message(id);
  };
  return { samples, round, messageToAny, random };
};
export type Traffic = ReturnType<typeof createTraffic>;
