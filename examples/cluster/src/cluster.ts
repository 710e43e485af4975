import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhatIsStale } from '@shopbell-example/demo/builds';
import { startTold, type Program } from '@shopbell-example/demo/child';
import { checkPorts } from '@shopbell-example/demo/ports';
import { addressesOf, officeProgram, relayCommand, shopProgram } from '@shopbell-example/demo/programs';
import { loadSecrets } from '@shopbell-example/demo/secrets';
import { setUp } from '@shopbell-example/demo/set-up';
import type { Teller } from '@shopbell-example/demo/teller';
import type { Settings } from './config.ts';
import { startHintGate, type HintGate } from './database/hint-gate.ts';
import { createPostgres, type Postgres } from './database/postgres.ts';
import { startDealer } from './dealer/dealer.ts';
import { freePort } from './free-port.ts';
import { createNews, type News } from './news.ts';
import { doDeed, type Stage } from './page/deeds.ts';
import type { Links } from './page/page.ts';
import { servePage } from './page/serve.ts';
import { openProbeShop, type ProbeKeys } from './probe/premises.ts';
import { startProbe } from './probe/probe.ts';
import { createRelaySlot, type RelaySlot } from './relays/relay-slot.ts';
import { watchState } from './watch-state.ts';

/** Everything that runs, and where. */
export type Cluster = AsyncDisposable & {
  shop: string;
  /** The proxy: what browsers and programs call the relay. */
  relay: string;
  desk: string;
  deskLink: string;
  page: string;
  dataFolder: string;
  databaseUrl: string;
};

const relayCount = 3;

/** What is begun is undone in the opposite order. */
type Opening = { settings: Settings; teller: Teller; stack: AsyncDisposableStack; news: News };

const openFolder = async (stack: AsyncDisposableStack): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-cluster-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  // Root’s PostgreSQL runs as nobody, who has to get through, not to look around.
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  return folder;
};

const openDatabase = async ({ settings, stack }: Opening, folder: string): Promise<Postgres> => {
  const port = await freePort();
  const database = await createPostgres({ folder, port, environment: settings.childEnvironment });
  stack.defer(() => database.stop());
  await database.start();
  return database;
};

type Relays = { slots: RelaySlot[]; gates: HintGate[] };

const openRelays = async (
  { settings, stack, news }: Opening,
  { database, dataFolder }: { database: Postgres; dataFolder: string },
): Promise<Relays> => {
  const gates: HintGate[] = [];
  const slots: RelaySlot[] = [];
  const stopAll = async (): Promise<void> => void (await Promise.all(slots.map((slot) => slot.stop())));
  for (let count = 1; count <= relayCount; count += 1) {
    const gate = stack.use(await startHintGate(database));
    const port = await freePort();
    const url = new URL(addressesOf({ ...settings, dataFolder: '' }).relay).origin;
    const slot = createRelaySlot({
      name: `Relay ${count}`,
      port,
      // Shoppers’ files are in one folder, as their words are in one database.
      command: relayCommand({ port: String(port), url, data: dataFolder, 'trusted-proxies': '127.0.0.1' }),
      // Not among the arguments, which everybody on the machine can read.
      env: { ...settings.childEnvironment, DATABASE_URL: database.urlThrough(gate.port) },
      say: news.say,
      onLine: (line) => news.hear(`Relay ${count}`, line),
    });
    gates.push(gate);
    slots.push(slot);
  }
  stack.defer(stopAll);
  await Promise.all(slots.map((slot) => slot.start()));
  return { slots, gates };
};

const keep = async ({ teller, stack }: Opening, program: Program): Promise<void> => {
  const child = startTold(program, teller);
  stack.defer(() => child.stop());
  await child.ready;
};

/** The shops on the database, and who works there. */
const openShops = async (settings: Settings, place: { dataFolder: string; databaseUrl: string }) => {
  const { port } = settings;
  const { databaseUrl } = place;
  const drawn = await loadSecrets(place.dataFolder);
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const { office, code } = await setUp({ databaseUrl, origins, secrets: drawn });
  return { secrets: { ...drawn, office }, code, keys: await openProbeShop(databaseUrl) };
};

type Front = {
  database: Postgres;
  relays: Relays;
  proxy: string;
  keys: ProbeKeys;
  links: Omit<Links, 'relays'>;
};

/** The probe, and the page that shows what it finds. */
const openPage = async ({ settings, stack, news }: Opening, front: Front): Promise<string> => {
  const { database, proxy, keys, links } = front;
  const { slots, gates } = front.relays;
  const { say } = news;
  const relays = slots.map((slot) => `http://127.0.0.1:${slot.port}`);
  const probe = stack.use(await startProbe({ url: proxy, relays, keys, say }));
  const stage: Stage = { relays: slots, gates, database, probe, say };
  const watched = stack.use(watchState(stage, news));
  const complain = (error: unknown): void => say(error instanceof Error ? error.message : String(error));
  const served = stack.use(
    await servePage({
      port: settings.port + 2,
      links: { ...links, relays: slots.map(({ name }) => name) },
      state: watched.state,
      onDeed: (deed) => void doDeed(stage, deed).catch(complain),
    }),
  );
  return served.url;
};

const openAll = async (opening: Opening): Promise<Omit<Cluster, typeof Symbol.asyncDispose>> => {
  const { settings, teller, stack } = opening;
  const { step } = teller;
  const dataFolder = await openFolder(stack);
  const demo = { ...settings, dataFolder };
  const addresses = addressesOf(demo);
  const database = await step('Starting PostgreSQL', () => openDatabase(opening, dataFolder));
  const databaseUrl = database.urlThrough(database.port);
  const place = { dataFolder, databaseUrl };
  const { secrets, code, keys } = await step('Setting up the shops and their teams', () =>
    openShops(settings, place),
  );
  const relays = await step('Starting three relays', () => openRelays(opening, { database, dataFolder }));
  const { url: proxy } = stack.use(await startDealer({ relays: relays.slots, port: settings.port + 1 }));
  await step('Opening the shop', () => keep(opening, shopProgram(demo, secrets)));
  await step('Opening its back office', () => keep(opening, officeProgram(demo, secrets)));
  const deskLink = `${addresses.desk}#code=${code}`;
  const links = { shop: addresses.shop, desk: deskLink, proxy };
  const page = await openPage(opening, { database, relays, proxy, keys, links });
  return { ...addresses, ...place, deskLink, page };
};

/** Starts it all; what was started is stopped again when one of it does not start. */
export const startCluster = async (settings: Settings, teller: Teller): Promise<Cluster> => {
  await checkPorts(settings.port);
  await checkPorts(settings.port + 1);
  await using stack = new AsyncDisposableStack();
  if (settings.mayBuild) await buildWhatIsStale(settings.childEnvironment, teller);
  let isOpen = false;
  // While it starts, the steps are told; lines in between would break them.
  const news = createNews((text) => {
    if (isOpen) teller.say(text);
  });
  const opened = await openAll({ settings, teller, stack, news });
  isOpen = true;
  const running = stack.move();
  return { ...opened, [Symbol.asyncDispose]: () => running.disposeAsync() };
};
