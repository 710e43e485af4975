import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, rangesOf } from './excerpt.ts';
import { entryText, whoText } from './searchable-text.ts';
import { readQuery, wordsOf } from './words.ts';

describe('words', () => {
  test('are letters and digits in lower case without accents, each once', () => {
    expect(wordsOf('Größe, GRÖSSE! Crème brûlée ada@Example.com #10042 it’s')).toEqual([
      'grosse',
      'creme',
      'brulee',
      'ada',
      'example',
      'com',
      '10042',
      'it',
      's',
    ]);
    expect(wordsOf(' \n … 🙂 —')).toEqual([]);
    expect(wordsOf('x'.repeat(500))).toEqual(['x'.repeat(64)]);
  });

  test('go in pairs where a script has no spaces', () => {
    expect(wordsOf('東京都 Tee')).toEqual(['東京', '京都', '都', 'tee']);
    expect(readQuery('東京都')).toEqual([
      { word: '東京', isBeginning: false },
      { word: '京都', isBeginning: false },
    ]);
    expect(readQuery('都')).toEqual([{ word: '都', isBeginning: true }]);
  });

  test('of a query are at most ten; the last is a beginning from three letters on, unless something follows', () => {
    expect(readQuery('Red kett')).toEqual([
      { word: 'red', isBeginning: false },
      { word: 'kett', isBeginning: true },
    ]);
    expect(readQuery('kettle ')).toEqual([{ word: 'kettle', isBeginning: false }]);
    expect(readQuery('ke')).toEqual([{ word: 'ke', isBeginning: false }]);
    expect(readQuery('a1 '.repeat(3) + 'b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1')).toHaveLength(10);
    expect(readQuery('"* OR -')).toEqual([{ word: 'or', isBeginning: false }]);
  });
});

describe('an excerpt', () => {
  const wanted = readQuery('kettle ');

  test('marks the words as they are written', () => {
    expect(excerptOf('Ma KÉTTLE fuit', readQuery('kettle fui'))).toEqual({
      text: 'Ma KÉTTLE fuit',
      ranges: [
        [3, 9],
        [10, 14],
      ],
    });
    expect(rangesOf('昨日東京都から', readQuery('東京都'))).toEqual([[2, 5]]);
    expect(excerptOf('nothing', wanted)).toBeNull();
  });

  test('is cut around the first of them, between characters, never longer than 170', () => {
    for (const filler of ['🙂', 'word ', 'ünd ', 'x'])
      for (let shift = 0; shift < 4; shift += 1) {
        const text = `${'a'.repeat(shift)} ${filler.repeat(120)} kettle ${filler.repeat(120)}`;
        const excerpt = excerptOf(text, wanted);
        expect(excerpt?.text.isWellFormed()).toBe(true);
        expect(excerpt?.text.length).toBeLessThanOrEqual(170);
        const [[from, to] = [0, 0]] = excerpt?.ranges ?? [];
        expect(excerpt?.text.slice(from, to)).toBe('kettle');
      }
  });
});

describe('the text of an entry', () => {
  const textOf = (type: string, data: unknown, staffData: unknown = null) =>
    entryText({ type, data: JSON.stringify(data), staffData: JSON.stringify(staffData) });

  test('is what people read in it', () => {
    const card = {
      kind: 'order',
      version: 1,
      number: '10042',
      lines: [{ title: 'Kettle', total: { currency: 'EUR' } }],
    };
    expect(
      textOf('message', {
        parts: [
          { kind: 'text', text: 'See:' },
          { kind: 'card', card },
        ],
      }),
    ).toBe('See: · 10042 · Kettle');
    expect(textOf('note', { text: 'VIP' })).toBe('VIP');
    expect(textOf('outcome', { reason: 'Late', resolution: 'solved', note: 'Sent' })).toBe('Late · Sent');
    const action = { step: 'requested', title: 'Refund', name: 'order.refund', action: 'act_1' };
    expect(textOf('action', action, { input: { order: '10042' } })).toBe('Refund · 10042');
    expect(textOf('action', { ...action, step: 'running' })).toBe('');
    expect(textOf('status', { status: 'open' })).toBe('');
  });

  test('of a later version, of another form or erased is empty', () => {
    for (const data of [null, [], 7, 'x', {}, { parts: 7 }, { parts: [null, 7, { kind: 'hologram' }] }])
      for (const type of ['message', 'hologram', 'toString', 'action']) expect(textOf(type, data)).toBe('');
  });

  test('of a shopper is each name and address once', () => {
    const who = {
      name: 'Ada',
      claimed: '{"name":"Ada","email":"a@b.example"}',
      verified: '{"sub":"C-1","name":"Ada L"}',
      proved: '{"email":"a@b.example","at":1}',
    };
    expect(whoText(who)).toBe('Ada · a@b.example · Ada L · C-1');
    expect(whoText({ name: '', claimed: '{}', verified: null, proved: null })).toBe('');
  });
});

test('a text of ASCII alone has the words it has beside others', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), (text) => {
      // What is not ASCII takes the other way; a word apart from all others changes none of them.
      const beside = wordsOf(`${text} ж`);
      expect(wordsOf(text)).toEqual(beside.slice(0, -1));
    }),
  );
});
