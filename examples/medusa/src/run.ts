import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhatIsStale } from '@shopbell-example/demo/builds';
import { checkPorts } from '@shopbell-example/demo/ports';
import type { Teller } from '@shopbell-example/demo/teller';
import { openOffice } from '@shopbell/agent';
import { shopActions, type Account } from '@shopbell/commerce';
import { createRelay } from '@shopbell/server';
import { z } from 'zod';
import type { Medusa } from './api/client.ts';
import { MedusaCustomer } from './api/shapes.ts';
import { openMedusa, type OpenMedusa } from './backend/open-medusa.ts';
import type { Settings } from './config.ts';
import { servePage } from './page/serve.ts';
import { keyHeaders } from './seed/seed.ts';
import { toAccount } from './shop/accounts.ts';
import { createMedusaShop } from './shop/medusa-shop.ts';
import { setUpTeam, shop } from './team.ts';

/** Everything that runs, and where. */
export type Running = AsyncDisposable & {
  page: string;
  relay: string;
  desk: string;
  deskLink: string;
  /** A program’s key to the relay, of a supervisor. */
  agentKey: string;
  medusa: {
    url: string;
    /** Signs in at Medusa, for its Admin API. */
    login: { email: string; password: string };
    admin: Medusa;
    /** The back office’s secret key. */
    apiKey: string;
  };
  customers: readonly Account[];
  /** What the back office offers. */
  offered: readonly string[];
  dataFolder: string;
  pids: () => Record<string, number | undefined>;
};

const folderFor = async ({ dataFolder }: Settings) =>
  dataFolder === null
    ? { path: await mkdtemp(join(tmpdir(), 'shopbell-medusa-')), isTemporary: true }
    : { path: dataFolder, isTemporary: false };

const accountsIn = async (admin: Medusa): Promise<Account[]> => {
  const shape = z.object({ customers: z.array(MedusaCustomer) });
  const fields = 'id,email,first_name,last_name,phone,has_account,metadata,*addresses';
  const query = { has_account: true, fields, order: 'created_at', limit: 20 };
  return (await admin.get('/admin/customers', shape, { query })).customers.map(toAccount);
};

type Opened = { settings: Settings; medusa: OpenMedusa; folder: string; stack: AsyncDisposableStack };

/** Relay, office and page around a running Medusa. */
const openFront = async ({ settings, medusa, folder, stack }: Opened) => {
  const { port } = settings;
  const { signIn, apiKey } = medusa.secrets;
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const relay = stack.use(await createRelay({ databaseUrl: `file:${join(folder, 'shopbell.db')}` }));
  const team = await setUpTeam(relay.admin, { origins, secret: signIn });
  const { url } = await relay.listen({ port: port + 1 });
  const behind = createMedusaShop({ url: medusa.url, headers: keyHeaders(apiKey) });
  const office = stack.use(await openOffice({ url, key: team.officeKey, actions: shopActions(behind) }));
  const customers = await accountsIn(medusa.admin);
  const page = stack.use(
    await servePage({
      port,
      // By the page’s own host name: browsers that refuse storage to frames of other sites keep the conversation.
      relayUrl: `http://localhost:${port + 1}`,
      shop: { id: shop.id, signIn: { kid: shop.kid, secret: signIn } },
      behind,
      accounts: customers,
    }),
  );
  return {
    page: page.url,
    relay: url,
    desk: `${url}/desk`,
    deskLink: `${url}/desk#code=${team.deskCode}`,
    agentKey: team.agentKey,
    customers,
    offered: office.accepted,
  };
};

/** Starts database, Medusa, relay, back office and page; what was started is stopped again when one does not start. */
export const run = async (settings: Settings, teller: Teller): Promise<Running> => {
  await checkPorts(settings.port);
  await using stack = new AsyncDisposableStack();
  if (settings.mayBuild) await buildWhatIsStale(settings.childEnvironment, teller);
  const folder = await folderFor(settings);
  stack.defer(async () => {
    if (folder.isTemporary) await rm(folder.path, { recursive: true, force: true });
  });
  const medusa = stack.use(await openMedusa({ dataFolder: folder.path, settings, teller }));
  const front = await teller.step('Opening relay, office and page', () =>
    openFront({ settings, medusa, folder: folder.path, stack }),
  );
  const running = stack.move();
  return {
    ...front,
    medusa: {
      url: medusa.url,
      login: medusa.secrets.admin,
      admin: medusa.admin,
      apiKey: medusa.secrets.apiKey,
    },
    dataFolder: folder.path,
    pids: medusa.pids,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
