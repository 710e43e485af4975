import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from './child.ts';
import type { DemoSettings } from './config.ts';
import type { Secrets } from './secrets.ts';
import { shop, signInKid } from './set-up.ts';

/** Where everything is reached. */
export type Addresses = { shop: string; relay: string; desk: string };

/** The addresses that follow from the port. */
export const addressesOf = ({ port }: DemoSettings): Addresses => ({
  shop: `http://localhost:${port}/`,
  relay: `http://127.0.0.1:${port + 1}/`,
  desk: `http://127.0.0.1:${port + 1}/desk`,
});

/** The relay’s database in the data folder. */
export const databaseUrlOf = ({ dataFolder }: DemoSettings): string =>
  `file:${join(dataFolder, 'shopbell.db')}`;

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

const besides = (published: string, file: string): string => {
  const entry = import.meta.resolve(published);
  // Sources run from sources, and what is built from what is built.
  return fileURLToPath(new URL(`${file}${entry.endsWith('.ts') ? '.ts' : '.js'}`, entry));
};

/** What Node is given to run a relay: `shopbell serve` with its flags, and codes printed instead of mailed. */
export const relayCommand = (flags: Record<string, string>): string[] => {
  const all = {
    ...flags,
    host: '127.0.0.1',
    'code-sender': fileURLToPath(import.meta.resolve('./print-code.ts')),
    'log-level': 'warn',
  };
  return [
    besides('@shopbell/server', './cli'),
    'serve',
    ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]),
  ];
};

/** The relay, as `shopbell serve` runs it. */
export const relayProgram = (settings: DemoSettings): Program => {
  const { port, dataFolder, childEnvironment } = settings;
  const { relay } = addressesOf(settings);
  return {
    name: 'the relay',
    command: relayCommand({
      port: String(port + 1),
      data: dataFolder,
      database: databaseUrlOf(settings),
    }),
    env: childEnvironment,
    isReady: () => answers(`${relay}readyz`),
  };
};

/** The shop, on its own origin. */
export const shopProgram = (settings: DemoSettings, secrets: Secrets): Program => {
  const { port, dataFolder, childEnvironment } = settings;
  const { shop: publicUrl } = addressesOf(settings);
  return {
    name: 'the shop',
    command: [fileURLToPath(import.meta.resolve('@shopbell-example/storefront/main'))],
    env: {
      ...childEnvironment,
      SHOP_PORT: String(port),
      SHOP_URL: publicUrl,
      SHOP_DATABASE: join(dataFolder, 'storefront.db'),
      SHOP_COOKIE_SECRET: secrets.cookie,
      SHOP_API_KEY: secrets.api,
      // By the shop’s own host name: browsers that refuse storage to frames of other sites (private windows)
      // then keep the conversation over a reload. It is another origin all the same.
      SHOPBELL_URL: `http://localhost:${port + 1}`,
      SHOPBELL_SHOP: shop,
      SHOPBELL_SIGN_IN_KID: signInKid,
      SHOPBELL_SIGN_IN_SECRET: secrets.signIn,
    },
    isReady: () => answers(`${publicUrl}healthz`),
  };
};

/** The shop’s back office: the only one with keys to both the shop and the relay. */
export const officeProgram = (settings: DemoSettings, secrets: Secrets): Program => {
  const { shop: publicUrl, relay } = addressesOf(settings);
  return {
    name: 'the back office',
    command: [fileURLToPath(import.meta.resolve('@shopbell-example/storefront/office'))],
    env: {
      ...settings.childEnvironment,
      SHOPBELL_URL: relay,
      SHOPBELL_KEY: secrets.office?.key ?? '',
      SHOP_API_URL: `${publicUrl}api`,
      SHOP_API_KEY: secrets.api,
    },
    isReady: (said) => said.some((line) => line.startsWith('The back office offers')),
  };
};
