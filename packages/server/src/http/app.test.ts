import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { startRelay } from '../../test/relay.ts';

const everywhere = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/v1/openapi.json',
  '/v1/nothing',
  '/nothing',
  '/desk/',
  '/shopbell.js',
  '/panel?shop=one',
  '/panel?shop=three',
];

test.each(everywhere)('%s carries the security headers and a request’s id', async (path) => {
  await using relay = await startRelay();
  const { headers } = await relay.ask(path);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['x-request-id']).toMatch(/^[\w-]{12}$/);
  expect(headers['x-powered-by']).toBeUndefined();
});

test('what is not there is an envelope under /v1 and a page elsewhere', async () => {
  await using relay = await startRelay();
  const api = await relay.ask('/v1/nothing');
  expect(api.status).toBe(404);
  expect(api.json().error.code).toBe('not_found');
  const page = await relay.ask('/nothing');
  expect(page.status).toBe(404);
  expect(page.headers['content-type']).toContain('text/html');
});

test('health and readiness answer, and every GET answers HEAD without a body', async () => {
  await using relay = await startRelay();
  expect((await relay.ask('/healthz')).json()).toMatchObject({ ok: true });
  expect((await relay.ask('/readyz')).status).toBe(200);
  for (const path of everywhere) {
    const got = await relay.ask(path);
    const head = await relay.ask(path, { method: 'HEAD' });
    expect([path, head.status, head.text]).toEqual([path, got.status, '']);
  }
});

test('the panel’s policy names its inline blocks by hashes that match what is served', async () => {
  await using relay = await startRelay();
  const { text, headers } = await relay.ask('/panel?shop=one');
  const policy = headers['content-security-policy'] ?? '';
  const hash = (tag: string) => {
    const inner = new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`).exec(text)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(inner).digest('base64')}'`;
  };
  expect(policy).toContain(`script-src ${hash('script')} `);
  expect(policy).toContain(`style-src ${hash('style')};`);
  expect(policy).toContain('frame-ancestors https://one.example;');
  expect(policy).not.toContain('unsafe');
  expect(headers['x-frame-options']).toBeUndefined();
});

test('the panel is filled with its shop’s configuration, escaped, and nothing of another’s', async () => {
  await using relay = await startRelay();
  await relay.relay.admin.saveShop({ id: 'one', name: `"><b>'&$1`, origins: ['https://one.example'] });
  const { text } = await relay.ask('/panel?shop=one');
  expect(text).toContain('content="{&quot;shop&quot;:&quot;one&quot;');
  expect(text).toContain('\\&quot;&gt;&lt;b&gt;&#39;&amp;$1');
  expect(text).not.toContain('two');
  expect(text).not.toContain('%SHOPBELL_CONFIG%');
});

const hellos = [
  ['the page’s language', '&locale=he', 'de', 'שלום'],
  ['a language’s region', '&locale=de-AT', '', 'Guten Tag'],
  ['the browser’s, where the page says none', '', 'he;q=0.5, de-CH, en;q=0.1', 'Guten Tag'],
  ['the browser’s, where there are no words in the page’s', '&locale=sv', 'sv, he;q=0.2, de;q=0', 'שלום'],
  ['English for what is none of ours', '&locale=tlh', '*', 'Hello'],
  ['English for what is no language', '&locale=..%2fde', 'x'.repeat(500), 'Hello'],
] as const;
test('the panel comes in the reader’s language, and that changes nothing about what its policy allows', async () => {
  await using relay = await startRelay();
  const policies = new Set<string | undefined>();
  for (const [which, query, accepted, hello] of hellos) {
    const headers = { 'accept-language': accepted };
    const answered = await relay.ask(`/panel?shop=one${query}`, { headers });
    expect(answered.text, which).toContain(`&quot;hello&quot;:&quot;${hello}&quot;`);
    expect(answered.headers['vary'], which).toContain('accept-language');
    policies.add(answered.headers['content-security-policy']);
  }
  expect(policies.size).toBe(1);
});

test('the panel of an unknown shop says what to check', async () => {
  await using relay = await startRelay();
  const answered = await relay.ask('/panel?shop=%3Cscript%3E');
  expect(answered.status).toBe(404);
  expect(answered.text).toContain('shopbell shop list');
  expect(answered.text).not.toContain('<script>');
  expect((await relay.ask('/panel')).status).toBe(404);
});

test('files come compressed, with an ETag that spares the second time, hashed names for good', async () => {
  await using relay = await startRelay();
  const first = await relay.ask('/shopbell.js', { headers: { 'accept-encoding': 'gzip' } });
  expect(first.headers['content-encoding']).toBe('gzip');
  expect(first.headers['content-type']).toContain('text/javascript');
  expect(first.headers['cross-origin-resource-policy']).toBe('cross-origin');
  expect(first.headers['access-control-allow-origin']).toBe('*');
  const again = await relay.ask('/shopbell.js?1', {
    headers: { 'accept-encoding': 'gzip', 'if-none-match': first.headers['etag'] ?? '' },
  });
  expect(again.status).toBe(304);
  const script = await relay.ask('/desk/assets/index-A1b2C3d4.js');
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('the desk’s inner addresses are the desk’s; missing files are missing', async () => {
  await using relay = await startRelay();
  expect((await relay.ask('/desk')).headers['location']).toBe('/desk/');
  const inner = await relay.ask('/desk/conversations/cnv_1');
  expect(inner.text).toContain('/desk/assets/');
  expect(inner.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect((await relay.ask('/desk/assets/other.js')).status).toBe(404);
});

test.each([
  '/widget/../shopbell.db',
  '/widget/..%2fshopbell.db',
  '/widget/%2e%2e/shopbell.db',
  '/widget/..%5cshopbell.db',
  '/desk/../../shopbell.db',
  '/desk//etc/passwd',
  '/desk/%2e%2e%2f%2e%2e%2fetc/passwd',
  '/widget/panel.html',
  '/widget/%00',
  '/widget/%ff',
])('%s leads nowhere', async (path) => {
  await using relay = await startRelay();
  const { status, text } = await relay.ask(path);
  expect(text).not.toContain('SQLite');
  expect(text).not.toContain('root:');
  expect([200, 308, 400, 404]).toContain(status);
  // The desk answers addresses of its own with itself.
  expect(status === 200).toBe(text.includes('/desk/assets/'));
});

test('a build that is missing is told with the command that makes it', async () => {
  await using relay = await startRelay({ files: { widget: '/nowhere', desk: '/nowhere' } });
  for (const [path, command] of [
    ['/desk/', 'pnpm --filter @shopbell/desk build'],
    ['/panel?shop=one', 'pnpm --filter @shopbell/widget build'],
    ['/shopbell.js', 'pnpm --filter @shopbell/widget build'],
  ] as const) {
    const answered = await relay.ask(path);
    expect(answered.status).toBe(503);
    expect(answered.text).toContain(command);
  }
});

test('figures are for this machine’s programs and for admins’ keys', async () => {
  await using relay = await startRelay();
  const { relay: made } = relay;
  expect((await relay.ask('/metrics')).text).toContain('shopbell_event_loop_lag_seconds');
  const proxied = { 'x-forwarded-for': '203.0.113.7' };
  expect((await relay.ask('/metrics', { headers: proxied })).status).toBe(401);
  expect((await relay.ask('/metrics', { headers: { host: 'rebound.example' } })).status).toBe(401);
  const withKey = (key: string) => ({ headers: { ...proxied, authorization: `Bearer ${key}` } });
  expect((await relay.ask('/metrics', withKey(relay.one.key))).status).toBe(403);
  const boss = await made.admin.addPerson({ shop: 'one', kind: 'agent', role: 'admin', name: 'Boss' });
  const { key } = await made.admin.createKey({
    shop: 'one',
    person: boss.id,
    scopes: ['admin'],
    name: 'figures',
  });
  expect((await relay.ask('/metrics', withKey(key))).status).toBe(200);
});

test('commands over HTTP are counted', async () => {
  await using relay = await startRelay();
  await (await relay.shopperOf('one')).say('hello');
  const { text } = await relay.ask('/metrics');
  expect(text).toContain('shopbell_messages_total{side="shopper"} 1');
  expect(text).toMatch(
    /shopbell_http_request_duration_seconds_count\{route="\/v1\/shopper\/:command",status="200"\} 2/,
  );
});
