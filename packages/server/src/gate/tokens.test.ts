import { describe, expect, test } from 'vitest';
import { digest, kindOf, looksLike, mintSecret } from './tokens.ts';

describe('a secret', () => {
  test.each([
    ['key', 'sbk_'],
    ['session', 'sbs_'],
    ['code', 'sbc_'],
    ['shopper', 'sbt_'],
  ] as const)('of the kind %s begins with %s and carries 256 bits', (kind, prefix) => {
    const secret = mintSecret(kind);
    expect(secret.startsWith(prefix)).toBe(true);
    expect(Buffer.from(secret.slice(4), 'base64url')).toHaveLength(32);
    expect(kindOf(secret)).toBe(kind);
  });

  test('is never minted twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => mintSecret('key'))).size).toBe(1_000);
  });

  test('is not taken for another kind', () => {
    expect(looksLike('session', mintSecret('key'))).toBe(false);
    expect(looksLike('key', mintSecret('key'))).toBe(true);
  });

  test.each([
    '',
    'sbk_',
    `sbx_${'a'.repeat(43)}`,
    `sbk_${'a'.repeat(42)}`,
    `sbk_${'a'.repeat(44)}`,
    `sbk_${'a'.repeat(42)}=`,
    `sbk_${'a'.repeat(43)}\n`,
    null,
    7,
    {},
    ['sbk_'],
  ])('is not seen in %j', (value) => {
    expect(kindOf(value)).toBeNull();
  });

  test('is stored as its SHA-256', () => {
    // The well-known digest of the empty string and of “abc”, in base64url.
    expect(digest('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
    expect(Buffer.from(digest('abc'), 'base64url').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
