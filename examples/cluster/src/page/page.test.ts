import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../relays/figures.ts';
import { readDeed, type Deed } from './deeds.ts';
import { servePage } from './serve.ts';
import { freePort } from '../free-port.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The page alone, with what it was asked for. */
const openPage = async () => {
  const deeds: Deed[] = [];
  const port = await freePort();
  const links = {
    shop: 'http://a/',
    desk: 'http://b/desk#code="<x>',
    proxy: 'http://c:1',
    relays: ['Relay 1'],
  };
  const served = await servePage({
    port,
    links,
    state: () => ({
      relays: [],
      database: 'up',
      hints: { isLosing: false, lost: 0 },
      counts: { sent: 1, acknowledged: 1, waiting: 0, lost: 0, doubled: 0 },
      burst: null,
      events: [],
    }),
    onDeed: (deed) => deeds.push(deed),
  });
  const ask = (deed: unknown, headers: Record<string, string> = {}) =>
    fetch(`${served.url}deed`, {
      method: 'POST',
      body: JSON.stringify(deed),
      headers: { 'content-type': 'application/json', origin: new URL(served.url).origin, ...headers },
    });
  return { ...served, port, deeds, ask };
};

describe('the page of the cluster', () => {
  it('takes what its own buttons ask for, and from no other page', async () => {
    await using page = await openPage();
    expect((await page.ask({ deed: 'kill', relay: 1 })).status).toBe(202);
    expect((await page.ask({ deed: 'send' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await page.ask({ deed: 'send' }, { 'content-type': 'text/plain' })).status).toBe(400);
    for (const wrong of [
      { deed: 'kill' },
      { deed: 'kill', relay: '1' },
      { deed: 'format' },
      null,
      [],
      'kill',
    ])
      expect((await page.ask(wrong)).status).toBe(400);
    expect(page.deeds).toEqual([{ deed: 'kill', relay: 1 }]);
  });

  it('escapes what it shows, runs nothing but its own script, and is framed by nobody', async () => {
    await using page = await openPage();
    const response = await fetch(page.url);
    expect(await response.text()).toContain('http://b/desk#code=&quot;&lt;x&gt;');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
  });

  it('tells the state as it is, at once', async () => {
    await using page = await openPage();
    const response = await fetch(`${page.url}state`);
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(JSON.parse(first.replace(/^data: /, ''))).toMatchObject({ database: 'up' });
    await reader?.cancel();
  });

  it('has the colours of the widget and the desk', () => {
    const tokens = read('../../../../packages/look/src/tokens.css');
    const own = read('../assets/cluster.css').match(/^ {2}--sb-[a-z0-9-]+: .*;$/gm) ?? [];
    expect(own.length).toBeGreaterThan(15);
    for (const line of own) expect(tokens).toContain(line);
  });
});

describe('what the page asks for', () => {
  it.each([
    [
      { deed: 'drain', relay: 2, more: 1 },
      { deed: 'drain', relay: 2 },
    ],
    [{ deed: 'send', relay: 2 }, { deed: 'send' }],
    [{ deed: 'drain', relay: 0.5 }, null],
    [{ deed: 'toString' }, null],
    [undefined, null],
  ])('%j is read as %j', (given, wanted) => {
    expect(readDeed(given)).toEqual(wanted);
  });
});

describe('a relay’s figures', () => {
  it('are summed over their labels', () => {
    const text = `# HELP shopbell_sockets Sockets connected now.
# TYPE shopbell_sockets gauge
shopbell_sockets{side="shopper"} 3
shopbell_sockets{side="agent"} 2
shopbell_messages_total{side="shopper"} 1e3
shopbell_messages_total_other 9
`;
    expect(readFigures(text)).toEqual({ sockets: 5, messages: 1_000 });
  });

  it('are nothing where nothing is said', () => {
    expect(readFigures('')).toEqual({ sockets: 0, messages: 0 });
  });
});
