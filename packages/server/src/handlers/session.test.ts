import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { nonce, saying, shopOrigin, startEdge, until } from '../../test/edge-kit.ts';

const secret = new TextEncoder().encode('a secret of this test that is long enough');
const jwt = (sub: string, name = 'Ada') =>
  new SignJWT({ sub, name, aud: 'demo', exp: Math.floor(Date.now() / 1_000) + 300 })
    .setProtectedHeader({ alg: 'HS256', kid: 'main' })
    .sign(secret);
const startSigning = async () => {
  const relay = await startEdge();
  const key = Buffer.from(secret).toString('base64url');
  await relay.admin.saveShop({
    id: 'demo',
    name: 'Demo',
    origins: [shopOrigin],
    signInKeys: [{ kid: 'main', algorithm: 'HS256', key }],
  });
  return relay;
};
const comesIn = (relay: Awaited<ReturnType<typeof startEdge>>, token: string) =>
  relay.connected(relay.dial('/shopper', { protocol: 1, shop: 'demo', token }, shopOrigin)).then(
    () => 'let in',
    (error: Error) => error.message,
  );

test('R17 a newcomer gets a token once; with it the same shopper returns and gets none', async () => {
  await using relay = await startEdge();
  const newcomer = await relay.shopper();
  expect(newcomer.session.token).toMatch(/^sbt_[A-Za-z0-9_-]{43}$/);
  const back = await relay.shopper(newcomer.token);
  expect(back.session).not.toHaveProperty('token');
  expect(back.session.shopper).toEqual(newcomer.session.shopper);
});

test('what a page claims is shown as claimed and verifies nothing', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  await shopper.call('profile:claim', { name: 'Queen Victoria', email: 'vic@example.com' });
  const agent = await relay.staff('agent');
  const seen = await agent.call('shopper:get', { shopper: shopper.session.shopper.id });
  expect(seen.shopper).toMatchObject({ claimed: { name: 'Queen Victoria' }, verified: null });
  const opened = await shopper.call('session:open', { claim: { name: 'Vic' } });
  expect(opened.shopper).toMatchObject({ name: 'Vic', verified: false });
});

test('R17 signing in rotates the token, keeps the conversations, and voids the old one everywhere', async () => {
  await using relay = await startSigning();
  const tab = await relay.shopper();
  const otherTab = await relay.shopper(tab.token);
  const { conversation } = await tab.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const signedIn = await tab.call('session:open', { jwt: await jwt('customer-1') });
  expect(signedIn.shopper).toEqual({ id: tab.session.shopper.id, name: 'Ada', verified: true });
  expect(signedIn.token).not.toBe(tab.token);
  expect(signedIn.conversations.map(({ id }) => id)).toEqual([conversation]);
  await until(() => otherTab.socket.disconnected);
  expect(tab.socket.connected).toBe(true);
  expect(await comesIn(relay, tab.token)).toBe('unauthenticated');
  const back = await relay.shopper(signedIn.token);
  const again = await back.call('session:open', { jwt: await jwt('customer-1') });
  expect(again).not.toHaveProperty('token');
  expect(again.shopper.id).toBe(tab.session.shopper.id);
});

test('a customer known from another device gets the anonymous conversations moved over', async () => {
  await using relay = await startSigning();
  const laptop = await relay.shopper();
  const { shopper: customer } = await laptop.call('session:open', { jwt: await jwt('customer-1') });
  const phone = await relay.shopper();
  const { conversation } = await phone.call('message:send', {
    nonce: nonce(),
    parts: saying('from the phone'),
  });
  const signedIn = await phone.call('session:open', { jwt: await jwt('customer-1') });
  expect(signedIn.shopper.id).toBe(customer.id);
  const theirs = await laptop.call('conversation:list', {});
  expect(theirs.conversations.map(({ id }) => id)).toEqual([conversation]);
  const more = await phone.call('message:send', { conversation, nonce: nonce(), parts: saying('more') });
  expect(more.seq).toBe(3);
});

test('another customer on the same device gets nothing of the one before', async () => {
  await using relay = await startSigning();
  const device = await relay.shopper();
  const first = await device.call('session:open', { jwt: await jwt('customer-1') });
  const { conversation } = await device.call('message:send', { nonce: nonce(), parts: saying('mine') });
  await device.call('conversation:watch', { conversation, after: 0 });
  const second = await device.call('session:open', { jwt: await jwt('customer-2', 'Ben') });
  const agent = await relay.staff('agent');
  await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('for the first alone') });
  expect(second.shopper.id).not.toBe(first.shopper.id);
  expect(second.conversations).toEqual([]);
  expect(await device.ask('entries:list', { conversation })).toMatchObject({ error: { code: 'not_found' } });
  expect(device.heard('entry:appended')).toEqual([]);
});

test('a bad sign-in token changes nothing and names its field', async () => {
  await using relay = await startSigning();
  const shopper = await relay.shopper();
  const reply = await shopper.ask('session:open', { jwt: `${await jwt('customer-1')}x` });
  expect(reply).toMatchObject({ error: { code: 'unauthenticated', details: { field: 'jwt' } } });
  expect((await relay.shopper(shopper.token)).session.shopper.verified).toBe(false);
});

test('closing the session answers, then ends all its sockets for good', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const otherTab = await relay.shopper(shopper.token);
  expect(await shopper.call('session:close', {})).toEqual({});
  await until(() => shopper.socket.disconnected && otherTab.socket.disconnected);
  expect(await comesIn(relay, shopper.token)).toBe('unauthenticated');
});

test('R19 a key that is revoked, by whomever, is out within a second, hears nothing after, and its long poll ends empty-handed', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const revoked = await relay.staff('agent');
  const stays = await relay.staff('agent');
  for (const agent of [revoked, stays]) await agent.call('conversation:watch', { conversation, after: 0 });
  const identity = await relay.edge.authenticate.staff({
    secret: revoked.key,
    origin: undefined,
    address: 'x',
  });
  const input = { after: { [conversation]: 2 }, waitMs: 5_000 };
  const poll = relay.edge.answer(relay.edge.caller(identity, 'x'), 'entries:wait', input);
  const at = performance.now();
  // As the command line does it: in the store alone.
  await relay.store.revokeKey(revoked.keyId, Date.now());
  await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('canary') });
  expect(await poll).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
  await until(() => revoked.socket.disconnected);
  expect(performance.now() - at).toBeLessThan(1_000);
  await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('after') });
  await until(() => stays.heard('entry:appended').length === 2);
  expect(JSON.stringify(revoked.heard('entry:appended'))).not.toContain('after');
});

test('R19 a person who is removed is out within a second', async () => {
  await using relay = await startEdge();
  const agent = await relay.staff('agent');
  await relay.admin.removePerson('demo', agent.person.id);
  await until(() => agent.socket.disconnected, 1_000);
  expect(agent.socket.active).toBe(false);
});

test('R18 the desk signs in with a one-time code, once, and its session ends when it signs out', async () => {
  await using relay = await startEdge();
  const { person } = await relay.addStaff('supervisor');
  const code = await relay.admin.signInCode({ shop: 'demo', person: person.id });
  const { desk } = relay.edge;
  const from = { code, address: 'x' };
  await expect(desk.signIn({ ...from, origin: shopOrigin })).rejects.toMatchObject({ code: 'forbidden' });
  const { key, expiresAt } = await desk.signIn({ ...from, origin: relay.url });
  expect(expiresAt).toBeGreaterThan(Date.now());
  await expect(desk.signIn({ ...from, origin: relay.url })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  const socket = relay.dial('/agent', { protocol: 1, key }, relay.url);
  await relay.connected(socket);
  await desk.signOut({ secret: key, origin: relay.url });
  await until(() => socket.disconnected);
  await expect(relay.connected(relay.dial('/agent', { protocol: 1, key }, relay.url))).rejects.toThrow(
    'unauthenticated',
  );
});

test('R21 over HTTP, too, newcomers are limited by their address', async () => {
  await using relay = await startEdge({ rates: { connectPerAddress: { burst: 2, perMs: 1e9 } } });
  const { edge } = relay;
  const open = async (address: string) => {
    const from = { shop: 'demo', origin: undefined, address, via: 'http' as const };
    return edge.answer(edge.caller(await edge.authenticate.shopper(from), address), 'session:open', {});
  };
  expect([(await open('one')).ok, (await open('one')).ok, (await open('two')).ok]).toEqual([
    true,
    true,
    true,
  ]);
  expect(await open('one')).toMatchObject({ error: { code: 'rate_limited' } });
});
