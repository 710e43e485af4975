import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConversationId, Nonce, ShopId, text, WebUrl } from './fields.ts';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('fields', () => {
  test('an id is of its own kind', () => {
    expect(takes(ConversationId, 'cnv_V1StGXR8_Z5jdHi6B-myT')).toBe(true);
    for (const wrong of [
      'shp_V1StGXR8_Z5jdHi6B',
      'cnv_short',
      'cnv_',
      `cnv_${'x'.repeat(41)}`,
      'cnv_a b c d e f',
      'xcnv_12345678',
      'cnv_12345678\n',
    ])
      expect(takes(ConversationId, wrong), wrong).toBe(false);
  });

  test('a nonce is 8 to 64 plain letters', () => {
    expect(takes(Nonce, 'a'.repeat(8)) && takes(Nonce, '_-'.repeat(32))).toBe(true);
    for (const wrong of ['a'.repeat(7), 'a'.repeat(65), 'nonce 123', 'nonce\u00e9123', 'nonce-123\n'])
      expect(takes(Nonce, wrong), wrong).toBe(false);
  });

  test('a shop’s name is short and plain', () => {
    expect(takes(ShopId, 'alder-and-steep')).toBe(true);
    for (const wrong of ['', '-a', 'A', 'a'.repeat(33), 'a/b', '../a'])
      expect(takes(ShopId, wrong), wrong).toBe(false);
  });

  test('a text is never empty, broken, or longer than told', () => {
    const line = text(10);
    expect(takes(line, '  hi\n')).toBe(true);
    for (const wrong of ['', ' \n\t\u00a0', 'a\u0000b', '\ud800', 'x'.repeat(11)])
      expect(takes(line, wrong)).toBe(false);
  });

  test('an address is http or https, whatever is tried', () => {
    const isHttp = property(string(), (scheme) => {
      const address = `${scheme}:alert(1)`;
      return !takes(WebUrl, address) || /^https?:$/.test(new URL(address).protocol);
    });
    expect(() => assert(isHttp)).not.toThrow();
  });
});
