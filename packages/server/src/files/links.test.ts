import { expect, test } from 'vitest';
import { newId } from '../store/ids.ts';
import { linkTo, newLinkKey, openLink, readPath } from './links.ts';

const file = { id: newId('fil'), key: newLinkKey() };
const holder = { kind: 'token', digest: 'the-digest-of-a-token' } as const;
const ticket = { version: 'small', holder, expiresAt: 1_000 } as const;

test('R50 an address opens to who holds it, which version and until when, by its file’s key alone', () => {
  const { id, sealed } = readPath(linkTo(file, ticket)) ?? { id: '', sealed: '' };
  expect(id).toBe(file.id);
  expect(openLink(file.key, sealed, 999)).toEqual(ticket);
  expect(openLink(file.key, sealed, 1_000)).toBeNull();
  expect(openLink(newLinkKey(), sealed, 999)).toBeNull();
});

test('R50 neither the token’s digest nor anything else can be read in an address, and no two are alike', () => {
  const [one, two] = [linkTo(file, ticket), linkTo(file, ticket)];
  expect(one).not.toBe(two);
  const [, , , sealed = ''] = one.split('/');
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toMatch(/digest|small|token/);
});

test('R50 an address with one character changed opens nothing', () => {
  const { sealed } = readPath(linkTo(file, ticket)) ?? { sealed: '' };
  for (let at = 0; at < sealed.length - 1; at += 1) {
    const other = sealed[at] === 'A' ? 'B' : 'A';
    expect(openLink(file.key, sealed.slice(0, at) + other + sealed.slice(at + 1), 999)).toBeNull();
  }
});

test.each([
  '/files/',
  '/files/fil_x/',
  `/files/${file.id}/`,
  `/files/../${file.id}/${'a'.repeat(60)}`,
  '/panel',
])('%s is no address of a file', (path) => {
  expect(readPath(path)).toBeNull();
});
