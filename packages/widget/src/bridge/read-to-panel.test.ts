import { describe, expect, test } from 'vitest';
import { readToPanel } from './read-to-panel.ts';

describe('what the page says', () => {
  test('is cut to what is known', () => {
    const wire = ['update', { theme: 'neon', accent: '#123456', locale: 'de', consent: 'none', evil: 1 }];
    expect(readToPanel(wire)).toEqual([
      'update',
      { theme: undefined, accent: '#123456', locale: 'de', consent: 'none' },
    ]);
  });

  test.each([
    [
      { radius: '8', spacing: 'compact' },
      { radius: '8px', spacing: 'compact' },
    ],
    [
      { radius: '12px', font: "'Inter', Georgia" },
      { radius: '12px', font: "'Inter', Georgia" },
    ],
    [{ radius: 99 }, { radius: '24px' }],
    [{ radius: '50%', font: 'x;} * { display: none', spacing: 'huge' }, {}],
    [{ radius: '', font: 'url(https://evil.example)', spacing: '' }, {}],
  ])('wishes a look within bounds: %j', (wish, read) => {
    const [, look] = readToPanel(['update', wish]) ?? [];
    expect(JSON.parse(JSON.stringify(look))).toEqual(read);
  });

  test('names a greeting by its id alone, within bounds', () => {
    expect(readToPanel(['greet', 'tins', 'Words of the page'])).toEqual(['greet', 'tins']);
    expect(readToPanel(['greet', 'x'.repeat(41)])).toEqual(['greet', '']);
    expect(readToPanel(['greet', { id: 'tins' }])).toEqual(['greet', '']);
  });

  test('tells an address without its fragment and a title within bounds', () => {
    const [, url, title] = readToPanel(['page', 'https://shop.example/a#secret', 'x'.repeat(500)]) ?? [];
    expect(url).toBe('https://shop.example/a');
    expect(title).toHaveLength(200);
  });

  test('claims nothing the relay would refuse the whole session for', () => {
    const claim = (name: string, email: string) => readToPanel(['identify', { name, email }, false])?.[1];
    expect(claim('Ada', "ada.o'hara@shop.example")).toEqual({
      name: 'Ada',
      email: "ada.o'hara@shop.example",
    });
    for (const email of ['ada', 'ada@shop', '@shop.example', 'a..b@shop.example', 'a b@shop.example'])
      expect(claim('Ada', email), email).toEqual({ name: 'Ada', email: undefined });
    expect(claim('\ud800', 'a@b.example')).toEqual({ name: undefined, email: 'a@b.example' });
    expect(claim('a\0b', 'a@b.example')).toEqual({ name: undefined, email: 'a@b.example' });
  });

  test('tells of the cart by names that are known, for a part of its own to read', () => {
    const data = { cart_lines: [] };
    expect(readToPanel(['track', 'store_cart_was_updated', data])).toEqual([
      'track',
      'store_cart_was_updated',
      data,
    ]);
  });

  test('gives no JWT that is none', () => {
    expect(readToPanel(['jwt', { toString: 'x' }])).toEqual(['jwt', null]);
    expect(readToPanel(['jwt', 'a'.repeat(5_000)])).toEqual(['jwt', null]);
    expect(readToPanel(['jwt', 'a.b.c'])).toEqual(['jwt', 'a.b.c']);
  });

  test.each([
    null,
    'shopbell',
    7,
    {},
    [],
    ['constructor'],
    ['__proto__'],
    ['toString'],
    [null],
    ['prefill', 4],
    ['track', 'store_was_burgled', {}],
  ])('is nothing when it is %j', (wire) => {
    expect(readToPanel(wire)).toBeNull();
  });

  test('never has a function, an object or a number where words belong', () => {
    for (const wrong of [1, {}, [], true, null])
      expect(readToPanel(['identify', { name: wrong, email: wrong }, wrong])).toEqual([
        'identify',
        { name: undefined, email: undefined },
        wrong === true,
      ]);
  });
});
