import { spoken } from '@shopbell-example/demo/config';
import { askedToStop, teller } from '@shopbell-example/demo/teller';
import { readSettings, type Settings } from './config.ts';
import { run, type Running } from './run.ts';

const present = (running: Running, { isJson, dataFolder }: Settings): void => {
  const { page, relay, desk, deskLink, agentKey, medusa, offered, pids } = running;
  console.log(`
  The shop    ${page}
  The relay   ${relay}
  The desk    ${desk}
  Medusa      ${medusa.url}/admin  (its API; ${medusa.login.email}, password ${medusa.login.password})

  The back office offers ${offered.join(', ')}.

  Say in the shop who you are, ring the bell, and answer at the desk as Nora.
  This link signs her in, once, within a day:

  ${deskLink}

  ${dataFolder === null ? 'Nothing is kept' : `Everything is kept in ${spoken(dataFolder)}`}. Ctrl-C stops it all.
`);
  if (!isJson) return;
  const { url, login } = medusa;
  console.log(
    JSON.stringify({ page, relay, desk, deskLink, agentKey, medusa: { url, login }, pids: pids() }),
  );
};

const start = async (): Promise<void> => {
  const settings = readSettings();
  console.log('\n  Shopbell, with Medusa behind it\n');
  const stopping = askedToStop();
  const running = await Promise.race([run(settings, teller), stopping]);
  if (running === undefined) {
    console.log('\n\n  Stopped before it was up.');
    process.exit(130);
  }
  present(running, settings);
  await stopping;
  console.log('\n');
  await teller.step('Stopping', async () => running[Symbol.asyncDispose]());
};

try {
  await start();
} catch (error) {
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
