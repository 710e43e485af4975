import { startRelay } from '@shopbell-test/kit';
import { join } from 'node:path';
import { openCdp, type Cdp } from './cdp.ts';
import { nothing, rivals, shopbell, type Contestant } from './contestants.ts';
import { installRivals, rivalsFolder } from './install.ts';
import { serve, type Served } from './serve.ts';
import { visit, type Visit } from './visit.ts';
import type { Probed } from './probe.ts';

/** One run: times in ms, sizes in bytes; `null` where the contestant has no such thing. */
export type Run = {
  requests: number;
  bytes: number;
  launcherMs: number | null;
  blockedMs: number;
  cls: number;
  heapBytes: number;
  coldMs: number | null;
  openedRequests: number | null;
  openedBytes: number | null;
  acknowledgedMs: number | null;
  warmMs: number | null;
};
/** Every contestant's runs. */
export type WidgetFigures = { rounds: number; contestants: { name: string; runs: Run[] }[] };

const patienceMs = 30_000;
const quietMs = 1_500;

/** Asks until there is an answer, or patience is over. */
const until = async <T>(ask: () => Promise<T | null>): Promise<T | null> => {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
};

const settled = async ({ traffic }: Visit): Promise<void> => {
  for (let before = -1, now = traffic().bytes; now !== before; now = traffic().bytes) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
};

const latest = (all: readonly Probed[], name: keyof Probed['seen']): number | null => {
  const times = all.flatMap(({ seen }) => seen[name] ?? []);
  return times.length > 0 ? Math.max(...times) : null;
};

/** When the composer could be used: drawn, and its frame, if it is in one, shown. */
const usable = (all: readonly Probed[]): number | null => {
  const composer = latest(all, 'composer');
  if (composer === null || all[0]?.seen.composer !== undefined) return composer;
  const frame = all[0]?.seen.frame;
  return frame === undefined ? null : Math.max(composer, frame);
};

const click = async (at: Visit, box: { x: number; y: number }): Promise<void> => {
  await Promise.all(['mouseMoved', 'mousePressed', 'mouseReleased'].map((type) => at.point(type, box)));
};

const sinceClick = (all: readonly Probed[], time: number | null): number | null => {
  const clicked = all[0]?.seen.click;
  return clicked === undefined || time === null ? null : Math.max(0, time - clicked);
};

const openCold = async (at: Visit, box: { x: number; y: number }, isShopbell: boolean) => {
  const before = at.traffic();
  await click(at, box);
  await until(async () => usable(await at.probed()));
  if (isShopbell) {
    await at.say('Where is my order?');
    await until(async () => latest(await at.probed(), 'sent'));
  }
  await settled(at);
  const all = await at.probed();
  const after = at.traffic();
  return {
    coldMs: sinceClick(all, usable(all)),
    acknowledgedMs: isShopbell ? sinceClick(all, latest(all, 'sent')) : null,
    openedRequests: after.requests - before.requests,
    openedBytes: after.bytes - before.bytes,
  };
};

type Place = { cdp: Cdp; url: string; contestant: Contestant };

const arrive = async ({ cdp, url, contestant: { launcher, composer } }: Place) => {
  const at = await visit(cdp, { url, launcher, composer: composer ?? 'none' });
  if (launcher !== 'none') await until(async () => latest(await at.probed(), 'launcher'));
  await settled(at);
  const [page] = await at.probed();
  if (!page) throw new Error(`${url} said nothing`);
  return { ...at, page };
};

const warm = async (place: Place): Promise<number | null> => {
  await using at = await arrive(place);
  const { page } = at;
  if (!page.launcherBox) return null;
  await at.point('mouseMoved', page.launcherBox);
  await until(async () => ((await at.probed()).slice(1).some(({ seen }) => seen.composer) ? true : null));
  await settled(at);
  await click(at, page.launcherBox);
  await until(async () => usable(await at.probed()));
  const all = await at.probed();
  return sinceClick(all, usable(all));
};

const runOnce = async (place: Place): Promise<Run> => {
  const { contestant } = place;
  await using at = await arrive(place);
  const { page } = at;
  const base = {
    ...at.traffic(),
    launcherMs: page.seen.launcher === undefined ? null : page.seen.launcher - page.began,
    blockedMs: page.tasks.reduce((sum, task) => sum + Math.max(0, task - 50), 0),
    cls: page.cls,
    heapBytes: await at.heap(),
  };
  const canOpen =
    contestant.composer !== null && contestant.composer !== contestant.launcher && page.launcherBox;
  const none = { coldMs: null, acknowledgedMs: null, openedRequests: null, openedBytes: null };
  const opened =
    canOpen && page.launcherBox ? await openCold(at, page.launcherBox, contestant === shopbell) : none;
  return { ...base, ...opened, warmMs: contestant === shopbell ? await warm(place) : null };
};

const pageWith = (widget: string): Buffer =>
  Buffer.from(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width,initial-scale=1">
  <title>Kettles</title><h1>Kettles</h1>${'<p>All you need to boil water.</p>'.repeat(40)}${widget}</html>`);

/** Puts each contestant into a page of the shop, its own files on another site. */
const openPages = async (shop: Served, own: Served, relay: string): Promise<Contestant[]> => {
  const all = [nothing, shopbell, ...rivals];
  for (const [index, { html, files }] of all.entries()) {
    for (const [path, body] of (await files?.()) ?? []) own.files.set(path, body);
    const base = all[index] === shopbell ? relay : `http://127.0.0.1:${own.port}`;
    shop.files.set(`/${index}`, pageWith(html(base)));
  }
  return all;
};

/** Measures all contestants in turn, `rounds` times; only those whose name holds `only`, if it is given. */
export const measureWidgets = async ({ rounds }: { rounds: number }): Promise<WidgetFigures> => {
  installRivals();
  await using shop = await serve();
  await using own = await serve({
    '/livechat/': join(rivalsFolder, 'node_modules/@rocket.chat/livechat/build/'),
  });
  await using running = await startRelay();
  await running.relay.admin.saveShop({
    id: 'demo',
    name: 'Kettles',
    origins: [`http://localhost:${shop.port}`],
  });
  const all = await openPages(shop, own, running.url);
  const figures = all.map(({ name }) => ({ name, runs: [] as Run[] }));
  for (let round = 0; round < rounds; round += 1) {
    // A browser of its own each round: nothing is in its memory, or in its caches.
    await using cdp = await openCdp();
    for (const [index, contestant] of all.entries())
      figures[index]?.runs.push(
        await runOnce({ cdp, url: `http://localhost:${shop.port}/${index}`, contestant }),
      );
  }
  return { rounds, contestants: figures };
};
