import { readDemoSettings, spoken, type DemoSettings } from './config.ts';
import { startDemo, type Demo } from './demo.ts';
import { askedToStop, teller } from './teller.ts';

const present = ({ addresses, deskLink, pids }: Demo, { dataFolder, isJson }: DemoSettings): void => {
  console.log(`
  The shop    ${addresses.shop}
  The relay   ${addresses.relay}
  The desk    ${addresses.desk}

  Ring the bell in the shop, and answer at the desk as Nora.
  This link signs her in, once, within a day:

  ${deskLink}

  Everything is kept in ${spoken(dataFolder)}. Ctrl-C stops it all.
`);
  if (isJson) console.log(JSON.stringify({ ...addresses, deskLink, data: dataFolder, pids: pids() }));
};

const run = async (): Promise<void> => {
  const settings = readDemoSettings();
  console.log('\n  Shopbell, the demo\n');
  const stopping = askedToStop();
  const demo = await Promise.race([startDemo(settings, teller), stopping]);
  if (demo === undefined) {
    console.log('\n\n  Stopped before it was up.');
    process.exit(130);
  }
  present(demo, settings);
  await stopping;
  console.log('\n');
  await teller.step('Stopping', () => demo.stop());
};

try {
  await run();
} catch (error) {
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
