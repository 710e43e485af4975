import type { Cdp, Params } from './cdp.ts';
import { probeScript, type Probed } from './probe.ts';

/** Slow 4G, as Lighthouse has it, and a phone four times slower than this machine. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const slowdown = 4;

type Target = { url: string; launcher: string; composer: string };

/** One page in a browser context of its own, and the frames in it, all as slow. */
export type Visit = AsyncDisposable & {
  /** What each document has seen, the page first. */
  probed: () => Promise<Probed[]>;
  point: (type: string, at: { x: number; y: number }) => Promise<unknown>;
  /** Writes into the composer, wherever it is, and sends it. */
  say: (text: string) => Promise<void>;
  /** Requests and bytes over the wire so far, but for the page itself. */
  traffic: () => { requests: number; bytes: number };
  /** JS heap of all its documents, garbage collected, in bytes. */
  heap: () => Promise<number>;
};

const isOurs = (url: string, page: string): boolean =>
  /^https?:/.test(url) && url !== page && !url.endsWith('/favicon.ico');

const watchTraffic = (cdp: Cdp, sessions: ReadonlySet<string>, page: string) => {
  const asked = new Set<string>();
  let [requests, bytes] = [0, 0];
  const off = cdp.on(({ method, params, sessionId = '' }) => {
    if (!sessions.has(sessionId)) return;
    const id = String(params['requestId']);
    if (method === 'Network.requestWillBeSent' && !asked.has(id)) {
      if (!isOurs((params['request'] as { url: string }).url, page)) return;
      asked.add(id);
      requests += 1;
    }
    if (method === 'Network.loadingFinished' && asked.has(id)) bytes += Number(params['encodedDataLength']);
  });
  return { off, traffic: () => ({ requests, bytes }) };
};

/** Makes a document slow and watched before its first byte, and so every frame that comes into it. */
const prepare = async (cdp: Cdp, sessionId: string, script: string): Promise<void> => {
  const send = (method: string, params: Params = {}) => cdp.send(method, params, sessionId);
  await send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  await Promise.all([
    send('Network.enable'),
    send('Page.enable'),
    send('Runtime.enable'),
    send('Network.emulateNetworkConditions', network),
    send('Emulation.setCPUThrottlingRate', { rate: slowdown }),
    send('Page.addScriptToEvaluateOnNewDocument', { source: script, runImmediately: true }),
  ]);
};

const followFrames = (cdp: Cdp, sessions: Set<string>, script: string): (() => void) =>
  cdp.on(({ method, params, sessionId = '' }) => {
    if (!sessions.has(sessionId)) return;
    const child = String(params['sessionId']);
    if (method === 'Target.detachedFromTarget') sessions.delete(child);
    if (method !== 'Target.attachedToTarget') return;
    const { type } = params['targetInfo'] as { type: string };
    const go = () => cdp.send('Runtime.runIfWaitingForDebugger', {}, child).catch(() => {});
    if (type !== 'iframe') return void go();
    sessions.add(child);
    void prepare(cdp, child, script).then(go, go);
  });

/** Runs in each document, as text. */
const typeInto = (text: string): void => {
  const area = document.querySelector('textarea');
  if (!area) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text);
  area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const send = () =>
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  // What was typed is drawn first.
  requestAnimationFrame(() => requestAnimationFrame(send));
};

const asking = (
  cdp: Cdp,
  sessions: Set<string>,
  page: string,
): Omit<Visit, 'traffic' | typeof Symbol.asyncDispose> => ({
  probed: async () => {
    const all = [...sessions].map(async (session) => {
      const { result } = await cdp.send(
        'Runtime.evaluate',
        { expression: 'globalThis.shopbellProbe', returnByValue: true },
        session,
      );
      return (result as { value?: Probed }).value;
    });
    const read = await Promise.all(all.map((each) => each.catch(() => undefined)));
    return read.filter((each) => each !== undefined);
  },
  point: (type, { x, y }) =>
    cdp.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 }, page),
  say: async (text) => {
    const all = [...sessions].map((session) =>
      cdp.send(
        'Runtime.evaluate',
        { expression: `(${typeInto.toString()})(${JSON.stringify(text)})` },
        session,
      ),
    );
    await Promise.all(all.map((each) => each.catch(() => {})));
  },
  heap: async () => {
    const used = [...sessions].map(async (session) => {
      await cdp.send('HeapProfiler.collectGarbage', {}, session);
      return Number((await cdp.send('Runtime.getHeapUsage', {}, session))['usedSize']);
    });
    return (await Promise.all(used)).reduce((sum, each) => sum + each, 0);
  },
});

/** Goes to a page as a shopper on a slow phone who was never there. */
export const visit = async (cdp: Cdp, { url, launcher, composer }: Target): Promise<Visit> => {
  const { browserContextId } = await cdp.send('Target.createBrowserContext');
  const { targetId } = await cdp.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
  const page = String(sessionId);
  const sessions = new Set([page]);
  const script = probeScript(launcher, composer);
  const { off, traffic } = watchTraffic(cdp, sessions, url);
  const offFrames = followFrames(cdp, sessions, script);
  await prepare(cdp, page, script);
  await cdp.send('Page.navigate', { url }, page);
  return {
    ...asking(cdp, sessions, page),
    traffic,
    [Symbol.asyncDispose]: async () => {
      off();
      offFrames();
      await cdp.send('Target.closeTarget', { targetId });
      await cdp.send('Target.disposeBrowserContext', { browserContextId }).catch(() => {});
    },
  };
};
