import { nanoid } from 'nanoid';
import { expect, test } from 'vitest';
import { startRelay } from '../../test/relay.ts';

type Entries = { entries: { seq: number; type: string; data: { text?: string } }[]; lastSeq: number };
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

test('a shopper writes, an agent answers, both read the same by their own bearer', async () => {
  await using relay = await startRelay();
  const shopper = await relay.shopperOf('one');
  const { conversation } = await shopper.say('where is my order?');
  const note = await relay.asAgent(relay.one.key, 'note:add', {
    conversation,
    nonce: nanoid(),
    text: 'CANARY',
  });
  expect(note.status).toBe(200);
  const parts = [{ kind: 'text', text: 'on its way' }];
  await relay.asAgent(relay.one.key, 'message:send', { conversation, nonce: nanoid(), parts });

  const path = `/v1/conversations/${conversation}/entries`;
  const staff = await relay.ask(path, { headers: bearer(relay.one.key) });
  const own = await relay.ask(path, { headers: { ...bearer(shopper.token), 'shopbell-shop': 'one' } });
  const of = (text: string) => (JSON.parse(text) as { data: Entries }).data.entries;
  expect(of(staff.text).map(({ type }) => type)).toContain('note');
  expect(of(own.text).map(({ type }) => type)).not.toContain('note');
  expect(own.text).not.toContain('CANARY');
  expect(of(own.text).map(({ seq }) => seq)).toEqual(of(own.text).map((_, index) => index + 1));
  expect(of(own.text).filter(({ type }) => type === 'message')).toHaveLength(2);
});

test('a long poll answers as soon as the entry is there', async () => {
  await using relay = await startRelay();
  const shopper = await relay.shopperOf('one');
  const { conversation } = await shopper.say('hello');
  const read = (after: number, waitMs: number) =>
    relay.ask(`/v1/conversations/${conversation}/entries?after=${after}&waitMs=${waitMs}`, {
      headers: bearer(relay.one.key),
    });
  const { lastSeq } = (await read(0, 0)).json().data as Entries;
  const startedAt = performance.now();
  const waiting = read(lastSeq, 20_000);
  await shopper.say('are you there?');
  const { entries } = (await waiting).json().data as Entries;
  expect(entries[0]).toMatchObject({ seq: lastSeq + 1, type: 'message' });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('a long poll that hears nothing ends with no entries', async () => {
  await using relay = await startRelay();
  const shopper = await relay.shopperOf('one');
  const { conversation, seq } = await shopper.say('hello');
  const answered = await relay.ask(`/v1/conversations/${conversation}/entries?after=${seq}&waitMs=50`, {
    headers: { ...bearer(shopper.token), 'shopbell-shop': 'one' },
  });
  expect(answered.json().data).toMatchObject({ entries: [] });
});

test.each([
  ['after=-1', 'after'],
  ['after=1.5', 'after'],
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['waitMs=25001&after=0', 'waitMs'],
  ['waitMs=100', 'after'],
  ['cursor=1', 'cursor'],
])('the query %s is refused by name', async (query, field) => {
  await using relay = await startRelay();
  const answered = await relay.ask(`/v1/conversations/cnv_00000000/entries?${query}`, {
    headers: bearer(relay.one.key),
  });
  expect(answered.status).toBe(400);
  expect(answered.json().error.message).toContain(field);
});

test('another shop’s key and another shopper’s token find nothing, as if it were not there', async () => {
  await using relay = await startRelay();
  const { conversation } = await (await relay.shopperOf('one')).say('mine');
  const other = await relay.shopperOf('one');
  const foreign = await relay.shopperOf('two');
  const path = `/v1/conversations/${conversation}/entries`;
  const missing = await relay.ask('/v1/conversations/cnv_doesnotexist/entries', {
    headers: bearer(relay.two.key),
  });
  for (const headers of [
    bearer(relay.two.key),
    { ...bearer(other.token), 'shopbell-shop': 'one' },
    { ...bearer(foreign.token), 'shopbell-shop': 'two' },
  ]) {
    const answered = await relay.ask(path, { headers });
    expect(answered.status).toBe(404);
    expect(answered.json()).toEqual(missing.json());
  }
  const wrongShop = await relay.ask(path, { headers: { ...bearer(foreign.token), 'shopbell-shop': 'one' } });
  expect(wrongShop.status).toBe(401);
});

test.each([
  ['bad JSON', { body: '{', type: 'application/json' }, '400 bad_request'],
  ['broken UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]), type: 'application/json' }, '400 bad_request'],
  ['a form', { body: 'a=b', type: 'application/x-www-form-urlencoded' }, '400 bad_request'],
  ['plain text', { body: '{}', type: 'text/plain' }, '400 bad_request'],
  ['a body over 64 KiB', { body: `"${'x'.repeat(65_536)}"`, type: 'application/json' }, '413 too_large'],
  ['null', { body: 'null', type: 'application/json' }, '400 bad_request'],
  ['an array', { body: '[]', type: 'application/json' }, '400 bad_request'],
] as const)('%s gets its fixed envelope', async (_, { body, type }, expected) => {
  await using relay = await startRelay();
  const answered = await relay.ask('/v1/agent/session:open', {
    method: 'POST',
    headers: { 'content-type': type, ...bearer(relay.one.key) },
    body,
  });
  expect(`${answered.status} ${answered.json().error?.code ?? 'ok'}`).toBe(expected);
});

test('a body that only turns out to be too large is cut off', async () => {
  await using relay = await startRelay();
  const answered = await relay.ask('/v1/agent/session:open', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
      ...bearer(relay.one.key),
    },
    body: `"${'x'.repeat(200_000)}"`,
  });
  expect(answered.status).toBe(413);
});

test('who names nobody is told what to send', async () => {
  await using relay = await startRelay();
  const noKey = await relay.post('/v1/agent/session:open', {});
  expect(noKey.status).toBe(401);
  expect(noKey.headers['www-authenticate']).toContain('Bearer');
  const noShop = await relay.post('/v1/shopper/session:open', {});
  expect(noShop.status).toBe(400);
  expect(noShop.json().error.message).toContain('Shopbell-Shop');
  const noSuchShop = await relay.post('/v1/shopper/session:open', {}, { 'shopbell-shop': 'three' });
  expect(noSuchShop.status).toBe(404);
  const noToken = await relay.post('/v1/shopper/conversation:list', {}, { 'shopbell-shop': 'one' });
  expect(noToken.status).toBe(401);
});

test('a command of the other side, or of nobody, is not found', async () => {
  await using relay = await startRelay();
  const shopper = await relay.shopperOf('one');
  expect((await shopper.call('note:add', {})).status).toBe(404);
  for (const name of ['constructor', '__proto__', 'no:such', '%00'])
    expect((await relay.asAgent(relay.one.key, name, {})).status).toBe(404);
});

test('a key in a web page and a page of elsewhere are refused', async () => {
  await using relay = await startRelay();
  const page = { origin: 'https://evil.example' };
  const key = await relay.post('/v1/agent/session:open', {}, { ...bearer(relay.one.key), ...page });
  expect(key.status).toBe(403);
  const shopper = await relay.post('/v1/shopper/session:open', {}, { 'shopbell-shop': 'one', ...page });
  expect(shopper.status).toBe(403);
  expect(shopper.headers['access-control-allow-origin']).toBeUndefined();
  const nowhere = await relay.post(
    '/v1/shopper/session:open',
    {},
    { 'shopbell-shop': 'one', origin: 'null' },
  );
  expect(nowhere.status).toBe(403);
});

test('a shop’s own pages may use the shopper’s API, and nothing else, without credentials', async () => {
  await using relay = await startRelay();
  const origin = 'https://one.example';
  const asked = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };
  const allowed = await relay.ask('/v1/shopper/message:send', asked);
  expect(allowed.status).toBe(204);
  expect(allowed.headers['access-control-allow-origin']).toBe(origin);
  expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
  const agents = await relay.ask('/v1/agent/message:send', asked);
  expect(agents.headers['access-control-allow-origin']).toBeUndefined();
  const opened = await relay.post('/v1/shopper/session:open', {}, { 'shopbell-shop': 'one', origin });
  expect(opened.status).toBe(200);
  expect(opened.headers['access-control-allow-origin']).toBe(origin);
  const otherShop = await relay.post('/v1/shopper/session:open', {}, { 'shopbell-shop': 'two', origin });
  expect(otherShop.status).toBe(403);
});

test('a desk link signs in once, from the relay’s own page, and out again', async () => {
  await using relay = await startRelay();
  const { relay: made, url } = relay;
  const ada = await made.admin.addPerson({ shop: 'one', kind: 'agent', role: 'agent', name: 'Ada' });
  const code = await made.admin.signInCode({ shop: 'one', person: ada.id });
  const own = { origin: url };
  const signedIn = await relay.post('/v1/desk/sign-in', { code }, own);
  expect(signedIn.status).toBe(200);
  const { key } = signedIn.json().data as { key: string };
  expect(key).toMatch(/^sbs_/);
  expect((await relay.post('/v1/desk/sign-in', { code }, own)).status).toBe(401);
  const open = () => relay.post('/v1/agent/session:open', {}, { ...bearer(key), ...own });
  expect((await open()).status).toBe(200);
  expect((await relay.post('/v1/agent/session:open', {}, bearer(key))).status).toBe(403);
  expect((await relay.post('/v1/desk/sign-out', {}, { ...bearer(key), ...own })).status).toBe(200);
  expect((await open()).status).toBe(401);
});

test('whoever guesses codes is slowed down', async () => {
  await using relay = await startRelay();
  const guess = () => relay.post('/v1/desk/sign-in', { code: `sbc_${nanoid(43)}` }, { origin: relay.url });
  const statuses: number[] = [];
  for (let i = 0; i < 25; i += 1) statuses.push((await guess()).status);
  expect(statuses[0]).toBe(401);
  expect(statuses.at(-1)).toBe(429);
  expect((await guess()).headers['retry-after']).toMatch(/^\d+$/);
});

test('a revoked key is refused from then on', async () => {
  await using relay = await startRelay();
  await relay.relay.admin.revokeKey(relay.one.keyId);
  expect((await relay.asAgent(relay.one.key, 'session:open', {})).status).toBe(401);
});
