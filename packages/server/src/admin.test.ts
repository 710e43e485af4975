import { times } from '@shopbell/protocol';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createAdmin } from './admin.ts';
import { digest, looksLike } from './gate/tokens.ts';
import { openSqliteStore } from './store/sqlite/open.ts';

const tea = { id: 'tea', name: 'Tea', origins: ['https://tea.test'] };
const secret = randomBytes(32).toString('base64url');

const setUp = async () => {
  const clock = { at: 1_000 };
  const store = await openSqliteStore({ file: ':memory:', now: () => clock.at });
  const admin = createAdmin({ store, now: () => clock.at });
  await admin.saveShop(tea);
  const anna = await admin.addPerson({ shop: 'tea', kind: 'agent', role: 'agent', name: 'Anna' });
  return { clock, store, admin, anna, [Symbol.asyncDispose]: () => store.close() };
};

describe('a shop', () => {
  test('is kept, and keeps its beginning and its sign-in keys when it is saved again', async () => {
    await using at = await setUp();
    const signInKeys = [{ kid: 'a', algorithm: 'HS256', key: secret }] as const;
    await at.admin.saveShop({ ...tea, signInKeys });
    at.clock.at = 2_000;
    await at.admin.saveShop({ ...tea, name: ' Teas ', origins: ['https://b.test', 'https://b.test'] });
    expect(await at.store.shop('tea')).toEqual({
      id: 'tea',
      name: 'Teas',
      origins: ['https://b.test'],
      signInKeys,
      createdAt: 1_000,
    });
  });

  test.each([
    'https://tea.test/',
    'https://tea.test/path',
    'https://Tea.test',
    'https://tea.test:443',
    'tea.test',
    '*',
    'null',
    'ftp://tea.test',
    'javascript:alert(1)',
    'https://user@tea.test',
    '',
  ])('refuses %j for an origin, with an example', async (origin) => {
    await using at = await setUp();
    const saving = at.admin.saveShop({ ...tea, origins: [origin] });
    await expect(saving).rejects.toMatchObject({ code: 'bad_request' });
    await expect(saving).rejects.toThrow('https://shop.example.com');
  });

  test.each(['https://tea.test', 'http://localhost:4700', 'https://xn--tee-5qa.test', 'http://[::1]:80'])(
    'takes %s for an origin where a browser would say the same',
    async (origin) => {
      await using at = await setUp();
      const isExact = new URL(origin).origin === origin;
      const saved = at.admin.saveShop({ ...tea, origins: [origin] }).then(
        () => true,
        () => false,
      );
      expect(await saved).toBe(isExact);
    },
  );

  test.each([
    ['an id with a space', { id: 'my shop' }],
    ['an empty name', { name: '  ' }],
    ['a name of 81 characters', { name: 'x'.repeat(81) }],
    [
      'a secret of 248 bits',
      { signInKeys: [{ kid: 'a', algorithm: 'HS256', key: randomBytes(31).toString('base64url') }] },
    ],
    [
      'an example secret',
      {
        signInKeys: [
          {
            kid: 'a',
            algorithm: 'HS256',
            key: Buffer.from('change-me-change-me-change-me-0123').toString('base64url'),
          },
        ],
      },
    ],
    ['a key that is none', { signInKeys: [{ kid: 'a', algorithm: 'ES256', key: 'BEGIN PUBLIC KEY' }] }],
    ['a key without a name', { signInKeys: [{ kid: '', algorithm: 'HS256', key: secret }] }],
    [
      'two keys of one name',
      {
        signInKeys: [
          { kid: 'a', algorithm: 'HS256', key: secret },
          { kid: 'a', algorithm: 'HS256', key: secret },
        ],
      },
    ],
  ] as const)('with %s is refused, and nothing is changed', async (_, wrong) => {
    await using at = await setUp();
    const before = await at.store.shops();
    await expect(at.admin.saveShop({ ...tea, ...wrong })).rejects.toMatchObject({ code: 'bad_request' });
    expect(await at.store.shops()).toEqual(before);
  });

  test('takes a public key for ES256, and no private one', async () => {
    await using at = await setUp();
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
    await at.admin.saveShop({ ...tea, signInKeys: [{ kid: 'a', algorithm: 'ES256', key: pem }] });
    const inner = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const saving = at.admin.saveShop({ ...tea, signInKeys: [{ kid: 'a', algorithm: 'ES256', key: inner }] });
    await expect(saving).rejects.toMatchObject({ code: 'bad_request' });
  });
});

describe('a person', () => {
  test.each([
    ['agent', 'bot'],
    ['bot', 'agent'],
    ['office', 'admin'],
  ] as const)('of the kind %s cannot have the role %s', async (kind, role) => {
    await using at = await setUp();
    const adding = at.admin.addPerson({ shop: 'tea', kind, role, name: 'X' });
    await expect(adding).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('belongs to a shop that is there', async () => {
    await using at = await setUp();
    const adding = at.admin.addPerson({ shop: 'coffee', kind: 'bot', role: 'bot', name: 'X' });
    await expect(adding).rejects.toMatchObject({ code: 'not_found' });
    await expect(at.admin.people('coffee')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('who is taken off loses the keys and gets no new ones', async () => {
    await using at = await setUp();
    const { id } = await at.admin.createKey({ shop: 'tea', person: at.anna.id, scopes: ['read'], name: 'k' });
    await at.admin.removePerson('tea', at.anna.id);
    expect(await at.store.key(id)).toMatchObject({ revokedAt: 1_000 });
    const asking = at.admin.signInCode({ shop: 'tea', person: at.anna.id });
    await expect(asking).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a key', () => {
  test('is shown once; the store has its digest alone', async () => {
    await using at = await setUp();
    const input = { shop: 'tea', person: at.anna.id, scopes: ['read'], name: 'console' } as const;
    const { id, key } = await at.admin.createKey({ ...input, expiresInMs: 500 });
    expect(looksLike('key', key)).toBe(true);
    expect(await at.store.keyByDigest(digest(key))).toMatchObject({ id, expiresAt: 1_500, scopes: ['read'] });
    const [listed] = await at.admin.listKeys('tea');
    expect(listed).toMatchObject({ id, name: 'console' });
    expect(JSON.stringify(listed)).not.toContain(digest(key));
    expect([await at.admin.revokeKey(id), await at.admin.revokeKey(id)]).toEqual([true, false]);
  });

  test.each([
    ['no scope', { scopes: [] }],
    ['the scope of an admin', { scopes: ['admin'] }],
    ['a scope that is none', { scopes: ['everything'] }],
    ['an end in the past', { expiresInMs: -1 }],
    ['an end that is no number', { expiresInMs: Number.NaN }],
    ['no name', { name: '' }],
  ])('with %s is refused', async (_, wrong) => {
    await using at = await setUp();
    const input = { shop: 'tea', person: at.anna.id, scopes: ['read' as const], name: 'k' };
    const creating = at.admin.createKey({ ...input, ...(wrong as Partial<typeof input>) });
    await expect(creating).rejects.toMatchObject({ code: 'bad_request' });
    expect(await at.admin.listKeys('tea')).toEqual([]);
  });

  test('of an office is for actions alone', async () => {
    await using at = await setUp();
    const office = await at.admin.addPerson({
      shop: 'tea',
      kind: 'office',
      role: 'office',
      name: 'Back office',
    });
    const input = { shop: 'tea', person: office.id, name: 'k' };
    const reading = at.admin.createKey({ ...input, scopes: ['read', 'action:*'] });
    await expect(reading).rejects.toMatchObject({ code: 'bad_request' });
    const created = await at.admin.createKey({ ...input, scopes: ['action:order.lookup'] });
    expect(looksLike('key', created.key)).toBe(true);
  });
});

describe('a sign-in code', () => {
  test('begins one desk session of twelve hours with what the role may do', async () => {
    await using at = await setUp();
    const code = await at.admin.signInCode({ shop: 'tea', person: at.anna.id });
    const session = await at.admin.takeSignInCode(code);
    expect(session).toMatchObject({
      shop: 'tea',
      person: at.anna.id,
      expiresAt: 1_000 + times.deskSessionMs,
    });
    expect(looksLike('session', session.key)).toBe(true);
    expect(await at.store.keyByDigest(digest(session.key))).toMatchObject({
      id: session.id,
      kind: 'session',
      scopes: ['read', 'reply', 'action:*'],
    });
    await expect(at.admin.takeSignInCode(code)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('is no good after a day', async () => {
    await using at = await setUp();
    const code = await at.admin.signInCode({ shop: 'tea', person: at.anna.id });
    at.clock.at += times.signInCodeMs;
    await expect(at.admin.takeSignInCode(code)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('is not a key, and a key is not a code', async () => {
    await using at = await setUp();
    const { key } = await at.admin.createKey({
      shop: 'tea',
      person: at.anna.id,
      scopes: ['read'],
      name: 'k',
    });
    await expect(at.admin.takeSignInCode(key)).rejects.toMatchObject({ code: 'unauthenticated' });
    await at.admin.signInCode({ shop: 'tea', person: at.anna.id });
    expect((await at.admin.listKeys('tea')).map(({ kind }) => kind)).toEqual(['key']);
  });
});
