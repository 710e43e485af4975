import { startDealer, type Dealer } from '@shopbell-example/cluster/dealer';
import { startHintGate, type HintGate } from '@shopbell-example/cluster/hint-gate';
import {
  openPremises,
  spawnRelay,
  type Premises,
  type RunningRelay,
  type SpawnedRelay,
} from '@shopbell-test/kit';
import { createDatabase } from '@shopbell-test/postgres';
import { createRelay } from '@shopbell/server';

/** One relay of several, and its way to the database. */
export type Member = SpawnedRelay & { gate: HintGate };

/** Relays as processes of their own on one database; the place itself is the proxy before them. */
export type SpawnedCluster = AsyncDisposable &
  RunningRelay & { members: readonly Member[]; dealer: Dealer; database: string };

const openShop = async (databaseUrl: string): Promise<Premises> => {
  await using relay = await createRelay({ databaseUrl });
  return await openPremises(relay.admin);
};

/** Starts so many relays, each of which can be killed and can lose its hints. */
export const spawnCluster = async (count = 3): Promise<SpawnedCluster> => {
  await using stack = new AsyncDisposableStack();
  const { url: database } = stack.use(await createDatabase());
  const databaseUrl = `${database}?fsync=off`;
  const premises = await openShop(databaseUrl);
  const server = { port: Number(new URL(database).port) };
  const members: Member[] = [];
  for (let index = 0; index < count; index += 1) {
    const gate = stack.use(await startHintGate(server));
    const through = new URL(databaseUrl);
    through.port = String(gate.port);
    const relay = stack.use(await spawnRelay({ databaseUrl: through.href, premises }));
    members.push(Object.assign(relay, { gate }));
  }
  const dealer = stack.use(await startDealer({ relays: members }));
  const running = stack.move();
  return {
    ...premises,
    url: dealer.url,
    port: dealer.port,
    members,
    dealer,
    database: databaseUrl,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
