import { describe, expect, test } from 'vitest';
import { connectAgent } from './index.ts';
import { startTestRelay } from './testing.ts';

describe('an agent of a shop that gives out conversations', () => {
  test('says whether it takes some, is given one, and sees how everybody stands', async () => {
    await using relay = await startTestRelay();
    const admin = await relay.key('admin', 'read', 'reply', 'admin');
    await using boss = await connectAgent({ url: relay.url, key: admin });
    await boss.call('settings:save', { version: 0, settings: { routing: { capacity: 2 } } });
    await using agent = await connectAgent({
      url: relay.url,
      key: await relay.key('agent', 'read', 'reply'),
    });
    await agent.setState('away');
    await using shopper = await relay.shopper();
    const id = await shopper.says('Hello');
    const workOf = async () => (await boss.team()).find((each) => each.id === agent.me.id)?.work;
    expect(await workOf()).toMatchObject({ state: 'away', load: 0, capacity: 2 });
    await agent.setState('available');
    await expect.poll(workOf, { timeout: 30_000 }).toMatchObject({ state: 'available', load: 1 });
    expect((await agent.conversation(id)).summary.assignee?.id).toBe(agent.me.id);
  });

  test('a bot is not given any, and is told so', async () => {
    await using relay = await startTestRelay();
    await using bot = await connectAgent({ url: relay.url, key: await relay.key('bot', 'read', 'reply') });
    await expect(bot.setState('available')).rejects.toMatchObject({ code: 'forbidden' });
  });
});
