import type { Card } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import type { SearchQuery } from '../../src/store/search/search.ts';
import type { Draft } from '../../src/store/store.ts';
import { add, addShop, addShopper, anna, begin, say, whisper, type Ground } from './ground.ts';

type Begun = Awaited<ReturnType<typeof begin>>;

const find = async (
  { store }: Ground,
  query: string,
  more: Partial<SearchQuery> & { shop?: string } = {},
) => {
  const { shop = 'demo', ...rest } = more;
  await store.searchable();
  return store.search(shop, { query, limit: 20, ...rest });
};
/** The conversations found, newest match first. */
const idsOf = async (ground: Ground, query: string, more: Parameters<typeof find>[2] = {}) =>
  (await find(ground, query, more)).found.map(({ conversation }) => conversation);

const tell = (ground: Ground, { id, shopper, shop }: Begun, text: string) =>
  add(ground.store, { id, by: shopper, draft: say(text), shop });

const saying = async (
  ground: Ground,
  text: string,
  more: Parameters<typeof begin>[1] = {},
): Promise<Begun> => {
  const begun = await begin(ground.store, more);
  await tell(ground, begun, text);
  return begun;
};

const product: Card = {
  kind: 'product',
  version: 1,
  id: 'prd_1',
  title: 'Enamel teapot',
  price: { amount: 2_900, currency: 'EUR' },
  available: true,
};
const showing: Draft = {
  type: 'message',
  audience: 'everyone',
  data: { parts: [{ kind: 'card', card: product }] },
};

const describeWords = (open: () => Promise<Ground>): void => {
  test('finds the conversations in which all words stand together, the newest match first', async () => {
    await using ground = await open();
    const first = await saying(ground, 'Where is my kettle? It was to come on Monday.');
    const second = await saying(ground, 'The kettle leaks');
    await tell(ground, first, 'The new KETTLE came, thank you');
    expect(await idsOf(ground, 'kettle')).toEqual([first.id, second.id]);
    expect(await idsOf(ground, 'leaks kettle')).toEqual([second.id]);
    expect(await idsOf(ground, 'monday leaks')).toEqual([]);
    expect(await idsOf(ground, 'spoon')).toEqual([]);
  });

  test('says where: plain text around the words, and their places in it', async () => {
    await using ground = await open();
    const { id, shopper } = await saying(
      ground,
      `${'Well, '.repeat(60)}the größte Kanne is broken. ${'x '.repeat(200)}`,
    );
    const [found] = (await find(ground, 'GROSSTE kanne')).found;
    expect(found).toMatchObject({ conversation: id });
    const [match] = found?.matches ?? [];
    expect(match).toMatchObject({ in: 'entry', seq: 2, by: shopper, type: 'message' });
    const marked = match?.ranges.map(([from, to]) => match.text.slice(from, to));
    expect(marked).toEqual(['größte', 'Kanne']);
    expect(match?.text.length).toBeLessThanOrEqual(200);
  });

  test('takes the last word as a beginning too, unless something follows it', async () => {
    await using ground = await open();
    const { id } = await saying(ground, 'Meine Bestellungen 10042');
    for (const query of ['bes', 'bestell', 'bestellungen', 'meine 1004', '10042 '])
      expect(await idsOf(ground, query), query).toEqual([id]);
    for (const query of ['bestell ', 'stell', 'bestellungens', '0042'])
      expect(await idsOf(ground, query), query).toEqual([]);
  });

  test('finds notes, cards and what actions were asked for, and scripts without spaces', async () => {
    await using ground = await open();
    const noted = await begin(ground.store);
    await add(ground.store, { id: noted.id, by: anna, draft: whisper('A difficult case') });
    const shown = await begin(ground.store);
    await add(ground.store, { id: shown.id, by: anna, draft: showing });
    const written = await saying(ground, '昨日東京都から注文しました');
    expect(await idsOf(ground, 'difficult')).toEqual([noted.id]);
    expect(await idsOf(ground, 'enamel tea')).toEqual([shown.id]);
    expect(await idsOf(ground, 'EUR')).toEqual([]);
    expect(await idsOf(ground, '東京')).toEqual([written.id]);
    expect(await idsOf(ground, '都')).toEqual([written.id]);
  });
};

const describePeople = (open: () => Promise<Ground>): void => {
  test('finds by name, mail address and customer number, with words of an entry beside them, as they are now', async () => {
    await using ground = await open();
    const { store } = ground;
    const begun = await saying(ground, 'a question on refunds');
    await store.claim('demo', begun.shopper.id, { name: 'Ada Byron', email: 'ada@example.com' });
    expect(await idsOf(ground, 'ada@example.com')).toEqual([begun.id]);
    expect(await idsOf(ground, 'refunds byron')).toEqual([begun.id]);
    const [found] = (await find(ground, 'byron')).found;
    expect(found?.matches[0]).toMatchObject({ in: 'shopper' });
    await store.verify('demo', begun.shopper.id, { sub: 'C-7781', name: 'Ada Lovelace' });
    expect(await idsOf(ground, 'lovelace 7781')).toEqual([begun.id]);
  });

  test('finds a conversation that was handed over by who has it now', async () => {
    await using ground = await open();
    const { store } = ground;
    const begun = await saying(ground, 'before signing in');
    const known = await addShopper(store);
    await store.claim('demo', known.id, { name: 'Grace Hopper' });
    await store.adopt('demo', begun.shopper.id, known.id);
    expect(await idsOf(ground, 'grace signing')).toEqual([begun.id]);
  });
};

const describeBounds = (open: (now?: () => number) => Promise<Ground>): void => {
  test('R46 finds nothing of another shop, whatever is asked', async () => {
    await using ground = await open();
    await addShop(ground.store, 'other');
    const theirs = await saying(ground, 'a secret teapot', { shop: 'other' });
    const ours = await saying(ground, 'an open teapot');
    expect(await idsOf(ground, 'teapot')).toEqual([ours.id]);
    expect(await idsOf(ground, 'secret')).toEqual([]);
    expect(await idsOf(ground, 'teapot', { shopper: theirs.shopper.id })).toEqual([]);
    expect(await idsOf(ground, 'teapot', { shop: 'other' })).toEqual([theirs.id]);
    expect(await idsOf(ground, 'teapot', { shop: 'nobody' })).toEqual([]);
  });

  test('takes status, assignee, shopper and time', async () => {
    let now = 1_000;
    await using ground = await open(() => now);
    const one = await saying(ground, 'teapot one');
    now = 2_000;
    const two = await saying(ground, 'teapot two');
    await add(ground.store, {
      id: two.id,
      by: anna,
      draft: whisper('mine'),
      patch: { status: 'open', assignee: { id: anna.id, name: anna.name } },
    });
    expect(await idsOf(ground, 'teapot', { status: ['open'] })).toEqual([two.id]);
    expect(await idsOf(ground, 'teapot', { status: ['queued', 'closed'] })).toEqual([one.id]);
    expect(await idsOf(ground, 'teapot', { assigneeId: anna.id })).toEqual([two.id]);
    expect(await idsOf(ground, 'teapot', { assigneeId: null })).toEqual([one.id]);
    expect(await idsOf(ground, 'teapot', { shopper: one.shopper.id })).toEqual([one.id]);
    expect(await idsOf(ground, 'teapot', { from: 1_500 })).toEqual([two.id]);
    expect(await idsOf(ground, 'teapot', { to: 1_500 })).toEqual([one.id]);
    expect(await idsOf(ground, 'teapot', { from: 1_200, to: 1_500 })).toEqual([]);
  });

  test('gives pages, each conversation once on one, none lost', async () => {
    await using ground = await open();
    const all: string[] = [];
    for (let index = 0; index < 7; index += 1) all.unshift((await saying(ground, 'teapot')).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find(ground, 'teapot', { limit: 3, ...(cursor ? { cursor } : {}) });
      expect(page.found.length).toBeLessThanOrEqual(3);
      seen.push(...page.found.map(({ conversation }) => conversation));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(all);
    await expect(find(ground, 'teapot', { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  test('R46 takes a query as words, never as a language', async () => {
    await using ground = await open();
    const { id } = await saying(ground, 'tea AND biscuits NEAR the "pot" (100%)');
    for (const query of [
      '"tea',
      'tea AND biscuits',
      "tea' & !pot",
      'NEAR("tea" pot, 100)',
      'words : tea',
      '^tea',
      'tea*',
    ])
      expect(await idsOf(ground, query), query).toEqual(/words/.test(query) ? [] : [id]);
    for (const query of ['*', '"', '-', ':*', '( | &', '\\', "'", '!', '% _', 'a b '.repeat(50)])
      expect(await idsOf(ground, query), query).toEqual([]);
    expect(await idsOf(ground, 'tea OR coffee')).toEqual([]);
  });
};

const describeIndexing = (open: () => Promise<Ground>): void => {
  test('finds what is appended within a second, without being told to look', async () => {
    await using ground = await open();
    const { id } = await saying(ground, 'a fresh teapot');
    const startedAt = Date.now();
    await expect
      .poll(async () => (await ground.store.search('demo', { query: 'fresh', limit: 1 })).found, {
        timeout: 5_000,
        interval: 20,
      })
      .toMatchObject([{ conversation: id }]);
    // It is a second on a machine that does nothing else.
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });

  test('goes on where it was when the store is opened again', async () => {
    await using ground = await open();
    const one = await saying(ground, 'the first teapot');
    await ground.store.searchable();
    const two = await saying(ground, 'the second teapot');
    await ground.reopen();
    const three = await saying(ground, 'the third teapot');
    expect(await idsOf(ground, 'teapot')).toEqual([three.id, two.id, one.id]);
  });
};

/** Search over what was said. */
export const describeSearch = (open: (now?: () => number) => Promise<Ground>): void => {
  describe('search', () => {
    const openNow = () => open();
    describeWords(openNow);
    describePeople(openNow);
    describeBounds(open);
    describeIndexing(openNow);
  });
};
