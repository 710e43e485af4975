import { mintSecret } from '../gate/tokens.ts';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { nonce, saying, shopOrigin, startEdge, until, type EdgeKit } from '../../test/edge-kit.ts';

/** A WebSocket without any library’s manners. */
const raw = (relay: EdgeKit, options: { origin?: string; namespace?: string; auth?: object } = {}) => {
  const { origin, namespace = '/shopper', auth = { protocol: 1, shop: 'demo' } } = options;
  const url = `${relay.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, origin === undefined ? {} : { origin });
  const heard: string[] = [];
  const state = { isClosed: false, status: 0, retryAfter: '' };
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    heard.push(text);
    if (text.startsWith('0')) socket.send(`40${namespace},${JSON.stringify(auth)}`);
    if (text === '2') socket.send('3');
  });
  socket.on('unexpected-response', (_, response) => {
    Object.assign(state, {
      status: response.statusCode,
      retryAfter: response.headers['retry-after'],
      isClosed: true,
    });
    socket.terminate();
  });
  socket.on('error', () => {});
  socket.on('close', () => Object.assign(state, { isClosed: true }));
  return {
    socket,
    heard,
    state,
    isOpen: () => heard.some((text) => text.startsWith(`40${namespace},{"sid"`)),
  };
};

type Dialled = [namespace: string, auth: object, origin?: string];
const refusal = async (relay: EdgeKit, ...[namespace, auth, origin]: Dialled) =>
  relay.connected(relay.dial(namespace, auth, origin)).then(
    () => 'let in',
    (error: Error & { data?: { code: string } }) => error.data?.code ?? error.message,
  );

test('R10 R11 R20 the handshake refuses with a code, and never lets a stranger into the default namespace', async () => {
  await using relay = await startEdge();
  const shopper = { protocol: 1, shop: 'demo' };
  const { key } = await relay.addStaff('agent');
  expect(await refusal(relay, '/shopper', shopper, shopOrigin)).toBe('let in');
  expect(await refusal(relay, '/shopper', shopper)).toBe('forbidden');
  expect(await refusal(relay, '/shopper', shopper, 'https://other.test')).toBe('forbidden');
  expect(await refusal(relay, '/shopper', { ...shopper, protocol: 2 }, shopOrigin)).toBe(
    'unsupported_protocol',
  );
  expect(await refusal(relay, '/shopper', { protocol: 1 }, shopOrigin)).toBe('bad_request');
  expect(await refusal(relay, '/shopper', { ...shopper, extra: 1 }, shopOrigin)).toBe('bad_request');
  const forged = { ...shopper, token: mintSecret('shopper') };
  expect(await refusal(relay, '/shopper', forged, shopOrigin)).toBe('unauthenticated');
  expect(await refusal(relay, '/agent', { protocol: 1, key })).toBe('let in');
  expect(await refusal(relay, '/agent', { protocol: 1, key }, shopOrigin)).toBe('forbidden');
  expect(await refusal(relay, '/agent', { protocol: 1, key: mintSecret('key') })).toBe('unauthenticated');
  expect(await refusal(relay, '/', shopper, shopOrigin)).toBe('not_found');
  expect(await refusal(relay, '/admin', shopper, shopOrigin)).toBe('Invalid namespace');
});

test('R11 clients of one version and of the next live side by side at a relay that answers both', async () => {
  await using next = await startEdge({}, { versions: [1, 2] });
  await using old = await startEdge();
  const shopper = { shop: 'demo' };
  for (const protocol of [1, 2])
    expect(await refusal(next, '/shopper', { ...shopper, protocol }, shopOrigin)).toBe('let in');
  // A client of the version before is let in by both, so it may be dealt to either while relays are renewed.
  expect(await refusal(old, '/shopper', { ...shopper, protocol: 1 }, shopOrigin)).toBe('let in');
  expect(await refusal(old, '/shopper', { ...shopper, protocol: 2 }, shopOrigin)).toBe(
    'unsupported_protocol',
  );
  for (const protocol of [0, 3, '1', undefined])
    expect(await refusal(next, '/shopper', { ...shopper, protocol }, shopOrigin)).toBe(
      'unsupported_protocol',
    );
});

test('R20 a page of nobody’s is refused before the upgrade, with the true status', async () => {
  await using relay = await startEdge();
  for (const origin of ['https://evil.test', 'null', `${shopOrigin}.evil.test`]) {
    const { state } = raw(relay, { origin });
    await until(() => state.isClosed);
    expect(state.status).toBe(403);
  }
});

test('R21 an address that connects too often, or holds too many sockets, is told to wait', async () => {
  await using relay = await startEdge({
    rates: { connectPerAddress: { burst: 3, perMs: 60_000 } },
    connections: { perAddress: 2 },
  });
  const first = raw(relay, { origin: shopOrigin });
  await until(first.isOpen);
  const second = raw(relay, { origin: shopOrigin });
  await until(second.isOpen);
  const third = raw(relay, { origin: shopOrigin });
  await until(() => third.state.isClosed);
  expect(third.state).toMatchObject({ status: 429, retryAfter: '10' });
  first.socket.terminate();
  await until(() => first.state.isClosed);
  const fourth = raw(relay, { origin: shopOrigin });
  await until(() => fourth.state.isClosed);
  expect(fourth.state).toMatchObject({ status: 429, retryAfter: '60' });
});

test('R21 one shopper holds at most so many sockets', async () => {
  await using relay = await startEdge({ connections: { perShopper: 2 } });
  const { token } = await relay.shopper();
  await relay.shopper(token);
  await relay.shopper(token);
  expect(await refusal(relay, '/shopper', { protocol: 1, shop: 'demo', token }, shopOrigin)).toBe(
    'rate_limited',
  );
});

const hostile: [string, string][] = [
  ['no acknowledgement', '42/shopper,["message:send",{}]'],
  ['null', '42/shopper,1["message:send",null]'],
  ['no input', '42/shopper,2["message:send"]'],
  ['a number for a name', '42/shopper,3[1]'],
  ['no name', '42/shopper,4[]'],
  ['an object for a name', '42/shopper,5[{"a":1},{}]'],
  ['a prototype for a name', '42/shopper,6["__proto__",{}]'],
  ['a library’s own event', '42/shopper,7["disconnect","x"]'],
  ['another one', '42/shopper,8["error","x"]'],
  ['nested too deep', `42/shopper,9["message:send",${'['.repeat(4_200)}${']'.repeat(4_200)}]`],
  ['a nested name', `42/shopper,10[${'['.repeat(4_200)}${']'.repeat(4_200)}]`],
];
test.each(hostile)('R14 %s harms nobody: the socket goes on', async (_, packet) => {
  await using relay = await startEdge();
  const client = raw(relay, { origin: shopOrigin });
  await until(client.isOpen);
  client.socket.send(packet);
  client.socket.send('42/shopper,77["session:open",{}]');
  await until(() => client.heard.some((text) => text.startsWith('43/shopper,77[{"ok":true')));
  const answers = client.heard.filter(
    (text) => text.startsWith('43/shopper,') && !text.startsWith('43/shopper,77'),
  );
  for (const answer of answers) expect(answer.length).toBeLessThan(250);
});

const broken: [string, string | Buffer][] = [
  ['no JSON', '42/shopper,1{'],
  ['no array', '42/shopper,1{"a":1}'],
  ['a binary event', '452-/shopper,["message:send",{"_placeholder":true,"num":0}]'],
  ['bytes', Buffer.from('hello')],
  ['an acknowledgement nobody asked for', '43/shopper,1[]'],
  ['an unknown type', '49/shopper,1[]'],
  ['an endless id', `42/shopper,${'9'.repeat(400)}["session:open",{}]`],
  ['a namespace never joined', '42/agent,1["conversation:list",{}]'],
  ['too large', `42/shopper,1["message:send",{"x":"${'x'.repeat(70_000)}"}]`],
];
test.each(broken)('R14 %s ends that connection and no other', async (_, packet) => {
  await using relay = await startEdge();
  const bystander = await relay.shopper();
  const client = raw(relay, { origin: shopOrigin });
  await until(client.isOpen);
  client.socket.send(packet);
  await until(() => client.state.isClosed);
  expect((await bystander.ask('conversation:list', {})).ok).toBe(true);
});

test('R14 a message in a hundred one-byte fragments ends its connection', async () => {
  await using relay = await startEdge();
  const client = raw(relay, { origin: shopOrigin });
  await until(client.isOpen);
  for (let part = 0; part < 100; part += 1) client.socket.send('x', { fin: false });
  await until(() => client.state.isClosed);
  expect(client.heard.filter((text) => text.startsWith('43'))).toEqual([]);
});

test('R12 commands sent behind session:open wait for it and are answered in order', async () => {
  await using relay = await startEdge();
  const client = raw(relay, { origin: shopOrigin });
  await until(client.isOpen);
  const message = (id: number) =>
    `42/shopper,${id}["message:send",${JSON.stringify({ nonce: nonce(), parts: saying(`message ${id}`) })}]`;
  for (const packet of [
    '42/shopper,1["session:open",{}]',
    message(2),
    message(3),
    '42/shopper,4["conversation:list",{}]',
  ])
    client.socket.send(packet);
  await until(() => client.heard.filter((text) => text.startsWith('43/shopper,')).length === 4);
  const replies = client.heard.filter((text) => text.startsWith('43/shopper,'));
  expect(replies.every((text) => text.includes('"ok":true'))).toBe(true);
  expect(replies[0]).toContain('43/shopper,1[');
  expect(replies.find((text) => text.startsWith('43/shopper,2['))).toContain('"seq":2');
  expect(replies.find((text) => text.startsWith('43/shopper,3['))).toContain('"seq":3');
});

test('R15 who does not read is cut off at 1 MiB, keeps nobody waiting, and finds everything when he is back', async () => {
  await using relay = await startEdge({
    rates: {
      shopperMessageBurst: { burst: 1e6, perMs: 0.001 },
      shopperPacket: { burst: 1e6, perMs: 0.001 },
      shopperMessagePerHour: { burst: 1e6, perMs: 0.001 },
    },
  });
  const shopper = await relay.shopper();
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const { key } = await relay.addStaff('agent');
  const slow = raw(relay, { namespace: '/agent', auth: { protocol: 1, key } });
  await until(slow.isOpen);
  slow.socket.send(`42/agent,1["conversation:watch",{"conversation":"${conversation}","after":0}]`);
  await until(() => slow.heard.some((text) => text.startsWith('43/agent,1[')));
  slow.socket.pause();
  const reasons = () =>
    relay.logged.filter(({ fields }) => 'reason' in fields && fields.reason === 'slow_consumer');
  const text = 'x'.repeat(4_000);
  let sent = 1;
  for (; sent < 8_000 && reasons().length === 0; sent += 8) {
    const batch = Array.from({ length: 8 }, () =>
      shopper.call('message:send', { conversation, nonce: nonce(), parts: saying(text) }),
    );
    await Promise.all(batch);
  }
  expect(reasons()).toHaveLength(1);
  const back = await relay.staffWith(key);
  const page = await back.call('entries:list', { conversation, limit: 1 });
  expect(page.lastSeq).toBe(sent + 1);
}, 30_000);

test('R16 a closing relay says when to come back, answers what is under way, and hangs up', async () => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const waiting = shopper.call('entries:wait', { after: { [conversation]: 2 }, waitMs: 20_000 });
  // Commands are taken in order: when this one is answered, the long poll is under way.
  await shopper.call('conversation:list', {});
  await relay.edge.close({ graceMs: 1_000 });
  expect(await waiting).toEqual({ entries: [] });
  await until(() => shopper.socket.disconnected && agent.socket.disconnected);
  expect(shopper.heard('relay:closing')).toEqual([{ reconnectAfterMs: expect.any(Number) }]);
  expect(agent.heard('relay:closing')).toHaveLength(1);
  expect(await refusal(relay, '/shopper', { protocol: 1, shop: 'demo' }, shopOrigin)).not.toBe('let in');
  await relay[Symbol.asyncDispose]();
});

test('an upgrade to anywhere else is refused', async () => {
  await using relay = await startEdge();
  const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/elsewhere`);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('error', () => {});
  });
  expect(status).toBe(404);
});

test('a second namespace on a connection is judged by the page it came from, as the first was', async () => {
  await using relay = await startEdge();
  const { key } = await relay.addStaff('agent');
  const page = raw(relay, { origin: shopOrigin });
  await until(page.isOpen);
  page.socket.send(`40/agent,${JSON.stringify({ protocol: 1, key })}`);
  await until(() => page.heard.some((text) => text.startsWith('44/agent')));
  expect(page.heard.find((text) => text.startsWith('44/agent'))).toContain('"forbidden"');
  const other = raw(relay, { origin: shopOrigin, namespace: '/agent', auth: { protocol: 1, key: 'none' } });
  await until(() => other.heard.some((text) => text.startsWith('44/agent')));
  other.socket.send('40/shopper,{"protocol":1,"shop":"demo"}');
  await until(() => other.heard.some((text) => text.startsWith('40/shopper')));
});
