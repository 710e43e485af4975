import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endProcess, signInSecret, type RunningRelay } from '@shopbell-test/kit';

/** The demo shop with its back office, each as a process, at work for a relay. `api` opens the shop’s API. */
export type BackOffice = AsyncDisposable & {
  api: { url: string; key: string };
  pids: { shop: number; office: number };
  /** Lets both end by themselves, as a profile needs. */
  stop(): Promise<void>;
};

type Program = { entry: string; env: Record<string, string>; nodeArgs: readonly string[]; ready: RegExp };

/** Starts a program of the demo shop; resolves when it says that it is ready, with what it said of itself. */
const start = async ({ entry, env, nodeArgs, ready }: Program): Promise<[ChildProcess, RegExpExecArray]> => {
  const child = spawn(process.execPath, ['--conditions=source', ...nodeArgs, fileURLToPath(entry)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = ready.exec(line);
    if (said) resolve(said);
  });
  child.once('exit', (code) => reject(new Error(`${entry} ended with ${code} before it was ready`)));
  return [child, await promise];
};

/** Opens the demo shop for a relay, its books in a folder: real HTTP, real commits. */
export const openBackOffice = async (
  relay: RunningRelay,
  { folder, nodeArgs = [] }: { folder: string; nodeArgs?: readonly string[] },
): Promise<BackOffice> => {
  const key = randomBytes(24).toString('hex');
  const [shop, [, port]] = await start({
    entry: import.meta.resolve('@shopbell-example/storefront/main'),
    nodeArgs,
    ready: /\(port (\d+)\)/,
    env: {
      SHOP_PORT: '0',
      SHOP_DATABASE: join(folder, 'shop.sqlite'),
      SHOP_COOKIE_SECRET: randomBytes(24).toString('hex'),
      SHOP_API_KEY: key,
      SHOPBELL_URL: relay.url,
      SHOPBELL_SHOP: relay.shop,
      SHOPBELL_SIGN_IN_KID: 'k1',
      SHOPBELL_SIGN_IN_SECRET: signInSecret,
    },
  });
  const api = { url: `http://127.0.0.1:${port}/api`, key };
  const [office] = await start({
    entry: import.meta.resolve('@shopbell-example/storefront/office'),
    nodeArgs,
    ready: /^The back office offers/,
    env: {
      SHOPBELL_URL: relay.url,
      SHOPBELL_KEY: relay.office.key,
      SHOP_API_URL: api.url,
      SHOP_API_KEY: key,
    },
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await endProcess(office, signal);
    await endProcess(shop, signal);
  };
  const pids = { shop: shop.pid ?? 0, office: office.pid ?? 0 };
  return { api, pids, stop: () => end('SIGTERM'), [Symbol.asyncDispose]: () => end('SIGKILL') };
};
