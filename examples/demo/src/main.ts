import { readDemoSettings, spoken, type DemoSettings } from './config.ts';
import { startDemo, type Demo, type Teller } from './demo.ts';

const say = (sentence: string): void => console.log(`  ${sentence}`);

const teller: Teller = {
  say,
  step: async (what, work) => {
    const startedAt = performance.now();
    process.stdout.write(`  ${`${what} `.padEnd(40, '·')} `);
    try {
      const result = await work();
      process.stdout.write(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
      return result;
    } catch (error) {
      process.stdout.write('failed\n');
      throw error;
    }
  },
};

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

/** Resolves when the demo is asked to stop; a second time means at once. */
const asked = (): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let times = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      times += 1;
      if (times > 1) process.exit(1);
      resolve();
    });
  }
  return promise;
};

const run = async (): Promise<void> => {
  const settings = readDemoSettings();
  console.log('\n  Shopbell, the demo\n');
  const stopping = asked();
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
