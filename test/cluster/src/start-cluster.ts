import { startDealer } from '@shopbell-example/cluster/dealer';
import { openPremises, temporaryFolder, withoutLimits, type RunningRelay } from '@shopbell-test/kit';
import { createDatabase } from '@shopbell-test/postgres';
import { createRelay, type Relay, type RelayOptions } from '@shopbell/server';

/** Three relays as if they were one: `relay` closes them all, and the proxy with them. */
export type RunningCluster = AsyncDisposable & RunningRelay & { relay: Relay; database: string };

const relayCount = 3;

/**
 * Starts three relays in this process on one database, behind a proxy that deals what comes by chance; `url` and `port`
 * are the proxy’s. What {@link createRelay} may be given; limits are off unless given.
 */
export const startCluster = async (options: Partial<RelayOptions> = {}): Promise<RunningCluster> => {
  await using stack = new AsyncDisposableStack();
  const { url: database } = stack.use(await createDatabase());
  const databaseUrl = `${database}?fsync=off`;
  const { path: uploads } = stack.use(temporaryFolder());
  const targets = Array.from({ length: relayCount }, () => ({ port: 0 }));
  const dealer = stack.use(await startDealer({ relays: targets }));
  const relays: Relay[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(relays.map((relay) => relay.close()));
    await dealer[Symbol.asyncDispose]();
  };
  stack.defer(close);
  const shared = { trustedProxies: ['127.0.0.1'], url: dealer.url, uploads };
  const given = { limits: withoutLimits, ...shared, ...options };
  for (const target of targets) {
    const relay = await createRelay({ ...given, databaseUrl });
    relays.push(relay);
    target.port = Number(new URL((await relay.listen({ port: 0 })).url).port);
  }
  const [first] = relays;
  if (!first) throw new Error('there is no relay');
  const premises = await openPremises(first.admin);
  const running = stack.move();
  return {
    ...premises,
    url: dealer.url,
    port: dealer.port,
    relay: { ...first, close, [Symbol.asyncDispose]: close },
    database: databaseUrl,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
