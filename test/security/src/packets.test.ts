import { agent, freshNonce, seeded, shopper, startRelay, until, type RunningRelay } from '@shopbell-test/kit';
import { agentCommands, shopperCommands } from '@shopbell/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawSocket } from './raw.ts';

let relay: Awaited<ReturnType<typeof startRelay>>;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay[Symbol.asyncDispose]());

const enter = (at: RunningRelay) => ({ namespace: '/shopper' as const, auth: { shop: at.shop } });
const opened = async () => {
  const raw = await rawSocket(relay, enter(relay));
  raw.send('42/shopper,0["session:open",{}]');
  await until('the session', () => raw.received.some((text) => text.startsWith('43/shopper,0[{"ok":true')));
  return raw;
};

/** The relay is well: it answers, and serves a shopper and an agent from end to end. */
const isWell = async (): Promise<boolean> => {
  await using peer = await shopper(relay);
  await using staff = await agent(relay);
  const { conversation } = await peer.say('Are you still there?');
  await staff.reply(conversation, 'Still here.');
  const { status } = await fetch(`${relay.url}/healthz`);
  return status === 200;
};

const message = (text: string) => JSON.stringify({ nonce: freshNonce(), parts: [{ kind: 'text', text }] });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** One packet each, as text on the wire, from a shopper whose session is open. */
const packets: Record<string, string> = {
  'a command without an acknowledgement': `42/shopper,["message:send",${message('no ack')}]`,
  'a command without an acknowledgement that is refused': '42/shopper,["message:send",{"parts":7}]',
  'a null payload': '42/shopper,1["message:send",null]',
  'a null payload without an acknowledgement': '42/shopper,["message:send",null]',
  'no payload': '42/shopper,1["message:send"]',
  'a payload too many': `42/shopper,1["message:send",${message('one')},${message('two')}]`,
  'an event whose name is a number': '42/shopper,1[7,{}]',
  'an event whose name is null': '42/shopper,1[null,{}]',
  'an event whose name is an object': '42/shopper,1[{"toString":1},{}]',
  'an event without a name': '42/shopper,1[]',
  'a reserved name': '42/shopper,1["disconnect",{}]',
  'a reserved name of the library': '42/shopper,1["newListener",{}]',
  'nesting of 4,200 that would be sent on': `42/shopper,1["message:send",{"nonce":"${'n'.repeat(12)}","parts":${nested(4_200)}}]`,
  'nesting of 30,000': `42/shopper,1["message:send",${nested(30_000)}]`,
  'a thousand keys': `42/shopper,1["message:send",{${Array.from({ length: 1_000 }, (_, n) => `"k${n}":1`).join()}}]`,
  'a prototype': '42/shopper,1["message:send",{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}]',
  'an acknowledgement nobody asked for': '43/shopper,99[{"ok":true}]',
  'an acknowledgement number beyond counting': `42/shopper,${'9'.repeat(400)}["message:send",{}]`,
  'broken JSON': '42/shopper,1["message:send",{"nonce":',
  'a binary event': '451-/shopper,1["message:send",{"_placeholder":true,"num":0}]',
  'a binary event with a million attachments':
    '451000000-/shopper,1["message:send",{"_placeholder":true,"num":0}]',
  'an unknown packet type': '49/shopper,1[]',
  'an unknown engine packet': '9whatever',
  'an upgrade': '5',
  'an engine close': '1',
  'a namespace that is not there': '40/admin,{"protocol":1}',
  'the default namespace': '40{"protocol":1}',
  'the same namespace again': '40/shopper,{"protocol":1,"shop":"demo"}',
  'the agents’ namespace on a shopper’s page': '40/agent,{"protocol":1,"key":"sbk_nothing"}',
  'an empty packet': '',
  'a NUL': '\u0000',
  'text that is no packet': 'GET / HTTP/1.1',
};

describe('R14: one packet harms nobody', () => {
  test.each(Object.entries(packets))('%s', async (_, packet) => {
    await using raw = await opened();
    const before = raw.received.length;
    raw.send(packet);
    // Whatever it was is dealt with once what follows is answered, or the connection is over.
    if (!raw.isClosed()) raw.send('42/shopper,77["conversation:list",{}]');
    await until(
      'an end or an answer',
      () => raw.isClosed() || raw.received.some((text) => text.startsWith('43/shopper,77[')),
    );
    const inside = /node_modules|\.ts:\d|at \w+ \(|Error:|ZodError|SQLITE/;
    expect(raw.received.slice(before).filter((text) => inside.test(text))).toEqual([]);
    expect(await isWell()).toBe(true);
  });

  test('more bytes than allowed end the connection', async () => {
    await using raw = await opened();
    raw.send(`42/shopper,1["message:send",${message('x'.repeat(66_000))}]`);
    await until('the end', () => raw.isClosed());
    expect(await isWell()).toBe(true);
  });

  test('a message in a thousand fragments of one byte ends the connection', async () => {
    await using raw = await opened();
    for (let n = 0; n < 1_000; n += 1) raw.socket.send('x', { fin: false });
    await until('the end', () => raw.isClosed());
    expect(await isWell()).toBe(true);
  });

  test('fifty sockets of unfinished fragments pin no memory to speak of', async () => {
    const raws = await Promise.all(Array.from({ length: 50 }, opened));
    for (const raw of raws)
      for (let n = 0; n < 2_000; n += 1) if (!raw.isClosed()) raw.socket.send('x', { fin: false });
    await until('all to end', () => raws.every((raw) => raw.isClosed()));
    expect(await isWell()).toBe(true);
  });

  test('a client that says nothing after the upgrade is let go', async () => {
    await using raw = await rawSocket(relay);
    await until('the end', () => raw.isClosed(), 8_000);
    expect(await isWell()).toBe(true);
  });
});

describe('R12 R14: 10,000 event names', () => {
  const random = seeded('event names');
  const known = [
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'session',
    'admin:list',
  ];
  const names = [
    ...known,
    // A shopper cannot even name an agent’s command.
    ...Object.keys(agentCommands).filter((name) => !Object.hasOwn(shopperCommands, name)),
    ...Array.from({ length: 10_000 }, (_, n) => `${random.nonce()}:${'é'.repeat(n % 50)}`),
  ];

  test.each([
    ['before the session is open', () => rawSocket(relay, enter(relay))],
    ['after', opened],
  ])('%s get one fixed answer of less than 200 bytes', async (_, open) => {
    await using raw = await open();
    const replies = () => raw.received.filter((text) => /^43\/shopper,[1-9]/.test(text));
    const answers = new Set<string>();
    for (let start = 0; start < names.length; start += 500) {
      const some = names.slice(start, start + 500);
      const before = replies().length;
      some.forEach((name, n) => raw.send(`42/shopper,${start + n + 1}[${JSON.stringify(name)},{}]`));
      await until('the answers', () => raw.isClosed() || replies().length === before + some.length, 20_000);
    }
    for (const text of replies()) answers.add(text.slice(text.indexOf('[')));
    expect(replies()).toHaveLength(names.length);
    expect([...answers]).toHaveLength(1);
    expect(Buffer.byteLength([...answers][0] ?? '')).toBeLessThan(200);
    expect(await isWell()).toBe(true);
  });
});

describe('R10 R20: where a connection comes from', () => {
  const attempt = (origin: string | undefined) =>
    shopper({ ...relay, origin: origin as string }).then(
      (peer) => {
        peer.close();
        return 'in';
      },
      () => 'refused',
    );

  test('the shop’s origin and the relay’s own come in', async () => {
    expect([await attempt(relay.origin), await attempt(relay.url)]).toEqual(['in', 'in']);
  });

  test.each([
    ['another site', 'https://evil.example'],
    ['a longer name', 'https://demo.example.evil.example'],
    ['a subdomain', 'https://www.demo.example'],
    ['the other scheme', 'http://demo.example'],
    ['another port', 'https://demo.example:444'],
    ['null', 'null'],
    ['a path', 'https://demo.example/'],
    ['none', undefined],
    ['an empty one', ''],
    ['two in one', 'https://demo.example, https://evil.example'],
  ])('%s stays outside', async (_, origin) => {
    expect(await attempt(origin)).toBe('refused');
  });

  test('there is no polling', async () => {
    const polled = await fetch(`${relay.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: relay.origin },
    });
    expect(polled.status).toBeGreaterThanOrEqual(400);
    expect(await polled.text()).not.toContain('"sid"');
  });
});

/** How many sockets of shoppers the relay counts. */
const openShoppers = async (): Promise<number> => {
  const metrics = await (await fetch(`${relay.url}/metrics`)).text();
  return Number(/^shopbell_sockets\{[^}]*side="shopper"[^}]*\} (\d+)/m.exec(metrics)?.[1]);
};

test('R15: a reader that never reads is cut off, nothing is buffered for it without end, and it misses nothing when it comes back', async () => {
  await using peer = await shopper(relay);
  await using staff = await agent(relay);
  const { conversation } = await peer.say('I shall not read this.');
  await using sleeper = await rawSocket(relay, {
    namespace: '/shopper',
    auth: { shop: relay.shop, token: peer.token },
  });
  sleeper.send('42/shopper,0["session:open",{}]');
  sleeper.send(`42/shopper,1["conversation:watch",{"conversation":"${conversation}","after":0}]`);
  await until('the feed', () => sleeper.received.some((text) => text.startsWith('43/shopper,1[{"ok":true')));
  // What ws offers stops reading from the kernel’s buffers, so that TCP pushes back.
  sleeper.socket.pause();
  const before = process.memoryUsage().rss;
  let count = 0;
  const long = 'é'.repeat(3_900);
  while (count < 3_000 && (await openShoppers()) === 2) {
    await Promise.all(Array.from({ length: 100 }, () => staff.reply(conversation, long)));
    count += 100;
  }
  expect(await openShoppers()).toBe(1);
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  await using back = await shopper(relay, { token: peer.token });
  const { lastSeq } = await back.call('conversation:watch', { conversation, after: 0, limit: 1 });
  expect(lastSeq).toBe(count + 4);
});
