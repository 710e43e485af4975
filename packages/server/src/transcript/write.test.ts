import { readEntry, type AnyEntry } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { tables } from '../words/tables.ts';
import { linesOf } from './lines.ts';
import { writeEnd, writeHead, writeLines } from './write.ts';

const at = Date.UTC(2026, 10, 22, 12);
const shopper = { kind: 'shopper', id: 'shp_V1StGXR8_Z5jdHi6', name: '' };
const nora = { kind: 'agent', id: 'agt_V1StGXR8_Z5jdHi6', name: 'Nora' };
const money = (amount: number) => ({ amount, currency: 'EUR' });
const order = {
  kind: 'order',
  version: 1,
  number: 'A-1042',
  placedAt: at,
  status: 'shipped',
  lines: [{ title: 'Tea tin', quantity: 2, price: money(1_250), total: money(2_500) }],
  charges: [],
  total: money(2_500),
};

const entry = (seq: number, by: object, [type, data]: [string, object]): AnyEntry => {
  const whole = {
    conversation: 'cnv_V1StGXR8_Z5jdHi6',
    seq,
    at,
    by,
    audience: 'everyone',
    nonce: `nonce-of-entry-${seq}`,
    type,
    data,
  };
  const read = readEntry(whole);
  if (read === null || read.type === 'unknown') throw new Error(`No entry: ${JSON.stringify(whole)}`);
  return read;
};
const said = (text: string): [string, object] => ['message', { parts: [{ kind: 'text', text }] }];
const entries = [
  entry(1, shopper, said('Where is A-1042?\nשלום')),
  entry(2, nora, ['assignment', { to: { id: nora.id, name: 'Nora' } }]),
  entry(3, nora, ['message', { parts: [{ kind: 'card', card: order }] }]),
  entry(4, nora, ['status', { status: 'closed' }]),
  entry(5, shopper, ['rating', { score: 4, of: 5, comment: 'Thanks' }]),
];

const write = (format: 'text' | 'html', locale: string): string => {
  const reader = { locale, timeZone: 'UTC', shop: 'Teehaus' };
  const lines = writeLines(format, linesOf(entries, reader), reader);
  return `${writeHead(format, reader, at)}${lines}${writeEnd(format)}`;
};

describe('R57 a transcript', () => {
  test.each(Object.keys(tables))('speaks the reader’s language, cards too (%s)', (locale) => {
    const text = write('text', locale);
    const { transcript, cards } = tables[locale] ?? {};
    for (const words of [transcript?.you, transcript?.closed, cards?.orders.shipped, cards?.total])
      expect(text).toContain(words);
    expect(text).not.toMatch(/\{\w*\}/);
    expect(write('html', locale)).toContain(`<html lang="${locale}"`);
  });

  test('leaves no word of English in another language', () => {
    for (const locale of Object.keys(tables).filter((each) => each !== 'en'))
      expect(write('text', locale)).not.toMatch(/\b(Order|each|joined|closed|Rated)\b/);
  });

  test('in a language that runs from right to left does so in each of its lines, whatever they begin with', () => {
    for (const locale of ['ar', 'he']) {
      const lines = write('text', locale).trimEnd().split('\n').slice(3);
      expect(lines.length).toBeGreaterThan(5);
      // After the mark, every value of the other way is between FSI and PDI.
      for (const line of lines) expect(line).toMatch(/^\u200f(\[\u2068|  \u2068)/);
      expect(lines[0]).toContain('\u2068Where is A-1042?\u2069');
      const page = write('html', locale);
      expect(page).toContain(`<body dir="rtl">`);
      expect(page).toMatch(/<strong dir="auto">Nora<\/strong>/);
    }
  });

  test('in one that runs from left to right needs no marks of its own', () => {
    expect(write('text', 'de').replaceAll(/[\u2068\u2069]/g, '')).toBe(write('text', 'de'));
    expect(write('text', 'de')).not.toContain('\u200f');
  });

  test('tells each time in the reader’s zone, on cards too', () => {
    const late = { ...order, placedAt: Date.UTC(2026, 10, 22, 23) };
    const [line] = linesOf([entry(1, nora, ['message', { parts: [{ kind: 'card', card: late }] }])], {
      locale: 'en',
      timeZone: 'Asia/Tokyo',
      shop: 'Teehaus',
    });
    expect(line?.text).toContain('Nov 23, 2026');
  });
});
