import { openCrowd } from '@shopbell-test/chaos/crowd';
import { shopper, until } from '@shopbell-test/kit';
import { connectAgent, defineAction, handle, openOffice } from '@shopbell/agent';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { spawnCluster } from './spawn-cluster.ts';

test(
  'relays drained one after the other under load lose nobody and nothing',
  { timeout: 120_000 },
  async () => {
    await using cluster = await spawnCluster();
    const { members, dealer } = cluster;
    await using crowd = await openCrowd(cluster, { customers: 45, betweenMs: 250 });
    await crowd.allLive(30_000);
    await crowd.moreAcknowledged(50);
    for (const member of members) {
      const there = dealer.open(member);
      expect(there).toBeGreaterThan(0);
      const askedAt = performance.now();
      expect(await member.stop()).toBe(0);
      const exitMs = performance.now() - askedAt;
      const backMs = await crowd.allLive(15_000);
      console.log(
        `a drain with ${there} connections here: ended after ${exitMs.toFixed(0)} ms, ` +
          `all ${crowd.size} elsewhere ${backMs.toFixed(0)} ms later`,
      );
      expect(exitMs).toBeLessThan(10_000);
      expect(dealer.health(member)).toBe('down');
      await crowd.moreAcknowledged(20);
      await member.restart();
      await until('the relay to be dealt to again', () => dealer.health(member) === 'ready');
    }
    const { violations, counts } = await crowd.judge();
    console.log(`three drains: ${JSON.stringify(counts)}`);
    expect(violations).toEqual([]);
  },
);

const refund = defineAction({
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  input: z.object({ order: z.string() }),
  output: z.object({ refund: z.string() }),
});

type Planned = { action: string; step: string; plan: { digest: string } };
const planIn = (heard: readonly { payload: unknown }[]): Planned | undefined =>
  heard
    .map(({ payload }) => (payload as { data?: Partial<Planned> } | null)?.data)
    .find((each): each is Planned => each?.plan !== undefined);

test('a plan that waits for the shopper’s yes outlives the relay that holds it', async () => {
  await using cluster = await spawnCluster(2);
  const [one, other] = cluster.members;
  if (!one || !other) throw new Error('two relays are needed');
  const ran: string[] = [];
  await using office = await openOffice({
    url: cluster.url,
    key: cluster.office.key,
    actions: [
      handle(refund, {
        plan: () => ({ summary: 'We refund the order.', confirm: true }),
        run: ({ input, id }) => {
          ran.push(id);
          return { refund: `R-${input.order}` };
        },
        verify: () => (ran.length > 0 ? 'verified' : 'nothing'),
      }),
    ],
  });
  expect(office.accepted).toEqual(['order.refund']);
  await using marta = await shopper({ ...cluster, url: one.url });
  const { conversation } = await marta.say('I want my money back');
  await marta.call('conversation:watch', { conversation, after: 0 });
  await using ada = await connectAgent({ url: one.url, key: cluster.agent.key });
  const request = await (await ada.conversation(conversation)).request(refund, { order: '1042' });
  const planned = await until('the plan', () => planIn(marta.heard));
  expect(await one.stop()).toBe(0);

  await using back = await shopper({ ...cluster, url: other.url }, { token: marta.token });
  const { action, plan } = planned;
  await back.call('action:confirm', { action, digest: plan.digest, nonce: 'the-yes-after-the-drain' });
  await using grace = await connectAgent({ url: other.url, key: cluster.colleague.key });
  const story = await grace.conversation(conversation);
  await until('it to be done and checked', async () => {
    const { entries } = await story.history({ limit: 50 });
    return entries.some((entry) => entry.type === 'action' && entry.data.step === 'verified');
  });
  expect(ran).toEqual([request.id]);
});
