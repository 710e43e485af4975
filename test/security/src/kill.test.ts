import {
  agent,
  createLedger,
  heardOf,
  readTranscript,
  seeded,
  shopper,
  spawnRelay,
  steadfastShopper,
  type Ledger,
  type SpawnedRelay,
  type Steadfast,
} from '@shopbell-test/kit';
import { createConnection, type AgentSide } from '@shopbell/client';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';

const kills = 40;
const shoppers = 20;

/** An agent’s side on the real client, which follows every conversation from its beginning over all kills. */
const follower = ({ url, agent: { key } }: SpawnedRelay, ledger: Ledger) => {
  const name = 'agent, live';
  ledger.reader({ name, audience: 'staff', conversations: 'all' });
  const connection = createConnection<AgentSide>({
    url,
    namespace: '/agent',
    auth: () => ({ protocol: 1, key }),
    open: () => ({}),
    transports: ['websocket'],
  });
  const places = new Map<string, number>();
  const follow = (conversation: string): void => {
    if (places.has(conversation)) return;
    places.set(conversation, 0);
    connection.follow(conversation as `cnv_${string}`, 0, (entry) => {
      places.set(conversation, entry.seq);
      ledger.heard(heardOf(name, entry as Parameters<typeof heardOf>[1]));
    });
  };
  connection.start();
  return { connection, places, follow };
};

/** What stands there in the end, read afresh: by the agent all, by each shopper their own. */
const readAll = async (relay: SpawnedRelay, ledger: Ledger, all: readonly Steadfast[]): Promise<number> => {
  await using reader = await agent(relay);
  ledger.reader({ name: 'agent, afterwards', audience: 'staff', conversations: 'all' });
  let stored = 0;
  for (const each of all) {
    const conversation = each.conversation() ?? '';
    const staff = await readTranscript(reader, conversation);
    for (const entry of staff) ledger.heard(heardOf('agent, afterwards', entry));
    stored += staff.length;
    ledger.reader({ name: each.name, audience: 'everyone', conversations: [conversation] });
    await using own = await shopper(relay, { token: each.token() });
    for (const entry of await readTranscript(own, conversation)) ledger.heard(heardOf(each.name, entry));
  }
  return stored;
};

test(
  `R1 R2 R3 R6: through ${kills} × kill -9 under load from ${shoppers} shoppers nothing acknowledged is lost, nothing doubled, no hole`,
  { timeout: 180_000 },
  async () => {
    const random = seeded('kill -9');
    const ledger = createLedger();
    await using relay = await spawnRelay();
    const live = follower(relay, ledger);
    await using connection = live.connection;
    const all = Array.from({ length: shoppers }, (_, index) =>
      steadfastShopper(relay, ledger, { name: `shopper${index + 1}`, betweenMs: random.int(20) }),
    );
    const followAll = () =>
      all.forEach((each) => each.conversation() !== null && live.follow(each.conversation() ?? ''));

    let acknowledged = 0;
    let idleLives = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      await pause(250 + random.int(500));
      followAll();
      await relay.kill();
      const soFar = ledger.counts().acknowledged;
      if (soFar === acknowledged) idleLives += 1;
      acknowledged = soFar;
      await relay.restart();
    }
    await Promise.all(all.map((each) => each.stop()));
    expect(connection.state.name).not.toBe('refused');
    followAll();
    const stored = await readAll(relay, ledger, all);
    await expect
      .poll(() => [...live.places.values()].reduce((sum, seq) => sum + seq, 0), { timeout: 20_000 })
      .toBe(stored);

    const counts = ledger.counts();
    console.log(
      `kill -9: ${kills} kills, ${counts.acknowledged} acknowledged, ${stored} stored, ${counts.heard} heard, ${idleLives} lives without a message, seed ${random.seed}`,
    );
    expect(ledger.judge()).toEqual([]);
    expect(counts.acknowledged).toBe(counts.sent);
    expect(counts.acknowledged).toBeGreaterThan(kills * shoppers);
    expect(idleLives).toBeLessThan(kills / 4);
  },
);
