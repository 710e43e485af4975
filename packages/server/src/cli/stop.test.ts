import { expect, test, vi } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';
import { ask } from '../../test/relay.ts';
import { connect, next } from '../../test/sockets.ts';

vi.setConfig({ testTimeout: 60_000 });

const makeKey = async (line: Awaited<ReturnType<typeof openCommandLine>>) => {
  const { out } = await line.run('key', 'create', '--name', 'Helper', '--json');
  return JSON.parse(out) as { id: string; key: string };
};

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends a relay with sockets within ten seconds, cleanly',
  async (signal) => {
    await using line = await openCommandLine({ SHOPBELL_SHOP: 'demo' });
    const relay = await line.serve();
    const { key } = await makeKey(line);
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connect(relay.url, { key })));
    const told = sockets.map((socket) => next(socket, 'relay:closing'));
    const startedAt = performance.now();
    relay.child.kill(signal);
    expect(await relay.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await Promise.all(told);
  },
);

test('a key that is revoked beside a running relay loses its socket within a second', async () => {
  await using line = await openCommandLine({ SHOPBELL_SHOP: 'demo' });
  const relay = await line.serve();
  const { id, key } = await makeKey(line);
  const socket = await connect(relay.url, { key });
  const gone = next(socket, 'disconnect').then(() => performance.now());
  expect((await line.run('key', 'revoke', id)).code).toBe(0);
  const revokedAt = performance.now();
  expect((await gone) - revokedAt).toBeLessThan(1_000);
  await expect(connect(relay.url, { key })).rejects.toThrow('unauthenticated');
});

test('the start says where it is, and a shop of the environment is there', async () => {
  await using line = await openCommandLine({ SHOPBELL_SHOP: 'demo', SHOPBELL_ORIGIN: 'typo' });
  const relay = await line.serve();
  expect(relay.desk).toBe(`${relay.url}/desk`);
  expect((await ask(relay.url, '/healthz')).status).toBe(200);
  expect((await line.run('shop', 'list')).out).toContain('demo');
  expect(relay.err()).toContain('SHOPBELL_ORIGIN');
});

test('the log tells of the start and the stop, and of no secret', async () => {
  await using line = await openCommandLine({ SHOPBELL_SHOP: 'demo', LOG_LEVEL: 'trace' });
  const relay = await line.serve();
  const { key } = await makeKey(line);
  await ask(relay.url, '/v1/agent/session:open', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  await ask(relay.url, `/panel?shop=demo&token=${key}`);
  relay.child.kill('SIGTERM');
  await relay.ended;
  expect(relay.err()).toContain('"started"');
  expect(relay.err()).toContain('"stopped"');
  expect(relay.err()).not.toContain(key);
});
