import { expect, test } from 'vitest';
import { openService } from '../../test/service-scene.ts';
import { searchArticles } from './articles.ts';

const of = (id: string, title: string, text = '') => ({
  shop: 'demo',
  id,
  language: 'en',
  title,
  text,
  updatedAt: 1,
});
const all = [
  of('refunds', 'Refunds', 'When money comes back after you return something'),
  of('returns', 'How to return a parcel', 'Within thirty days'),
  of('cafe', 'Café au lait', 'Größe und Preise'),
];

test.each([
  ['', ['refunds', 'returns', 'cafe']],
  ['return', ['returns', 'refunds']],
  ['retu', ['returns', 'refunds']],
  ['money back', ['refunds']],
  ['CAFE', ['cafe']],
  ['grosse', ['cafe']],
  ['nothing like it', []],
  ['!?', []],
])('R59 articles with the words “%s” are found, those in whose title they stand first', (query, ids) => {
  expect(searchArticles(all, query).map(({ id }) => id)).toEqual(ids);
});

test('R59 an article is saved by an admin, found by shoppers in their language, and read as it was given', async () => {
  await using scene = await openService({});
  const admin = await scene.staff('admin', ['read', 'admin']);
  const html = '<p>Within <b>thirty</b> days.</p><script>alert(1)</script>';
  await admin.call('article:save', { id: 'returns', language: 'en', title: 'Returns', html });
  await admin.call('article:save', {
    id: 'returns',
    language: 'de',
    title: 'Rückgabe',
    html: '<p>Bald.</p>',
  });
  const { service } = await scene.shopper.call('session:open', {});
  expect(service).toEqual({ articles: true });
  const find = async (language: string, query = '') =>
    (await scene.shopper.call('article:find', { language, query })).articles;
  expect(await find('de')).toEqual([{ id: 'returns', language: 'de', title: 'Rückgabe', excerpt: 'Bald.' }]);
  // There is none in French: English serves.
  expect(await find('fr', 'thirty')).toEqual([
    { id: 'returns', language: 'en', title: 'Returns', excerpt: 'Within thirty days.' },
  ]);
  const { article } = await scene.shopper.call('article:get', { id: 'returns', language: 'en' });
  expect(article).toMatchObject({ title: 'Returns', html });
  expect(await admin.call('article:remove', { id: 'returns' })).toEqual({ removed: 2 });
  expect(await scene.shopper.ask('article:get', { id: 'returns', language: 'en' })).toMatchObject({
    error: { code: 'not_found' },
  });
});
