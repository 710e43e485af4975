import { askedToStop, teller } from '@shopbell-example/demo/teller';
import { startCluster, type Cluster } from './cluster.ts';
import { readSettings, type Settings } from './config.ts';

const present = (cluster: Cluster, { isJson }: Settings): void => {
  const { page, shop, relay, desk, deskLink, dataFolder, databaseUrl } = cluster;
  console.log(`
  The cluster  ${page}
  The shop     ${shop}
  The desk     ${desk}

  Ring the bell in the shop, answer at the desk as Nora, and hurt the relays on the page of the cluster.
  This link signs her in, once, within a day:

  ${deskLink}

  Nothing is kept. Ctrl-C stops it all.
`);
  if (!isJson) return;
  const where = { page, shop, relay, desk, deskLink, data: dataFolder, databaseUrl };
  console.log(JSON.stringify(where));
};

const run = async (): Promise<void> => {
  const settings = readSettings();
  console.log('\n  Shopbell, three relays\n');
  const stopping = askedToStop();
  const starting = startCluster(settings, teller);
  const cluster = await Promise.race([starting, stopping]);
  if (cluster === undefined) {
    console.log('\n\n  Stopped before it was up.');
    await starting.then(
      (late) => late[Symbol.asyncDispose](),
      () => undefined,
    );
    process.exit(130);
  }
  present(cluster, settings);
  await stopping;
  console.log('\n');
  await teller.step('Stopping', async () => cluster[Symbol.asyncDispose]());
};

try {
  await run();
} catch (error) {
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
