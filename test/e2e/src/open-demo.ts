import { runCluster } from '@shopbell-example/cluster/run-cluster';
import { freePair, runDemo, temporaryFolder } from '@shopbell-example/demo/run-demo';
import { freePorts } from './free-ports.ts';
import { relaysWanted } from './open-relay.ts';

/** Where the demo is; `data` holds the shop’s books. */
export type Where = {
  shop: string;
  relay: string;
  desk: string;
  deskLink: string;
  data: string;
  databaseUrl: string;
};

/** The demo on free ports and an empty folder. */
export type OpenDemo = Where & AsyncDisposable;

/** Starts the demo as a newcomer does: with one relay, or with three behind a proxy. */
const start = async (stack: AsyncDisposableStack): Promise<Where> => {
  if (relaysWanted() === 'three') return stack.use(runCluster({ port: await freePorts(3) })).started;
  const folder = stack.use(await temporaryFolder());
  const said = await stack.use(runDemo({ port: await freePair(), data: folder.path })).started;
  return { ...said, databaseUrl: `file:${folder.path}/shopbell.db` };
};

/** Starts it; stopped, and its folder gone, at the end of the scope. */
export const openDemo = async (): Promise<OpenDemo> => {
  await using stack = new AsyncDisposableStack();
  const where = await start(stack);
  const running = stack.move();
  return { ...where, [Symbol.asyncDispose]: () => running.disposeAsync() };
};
