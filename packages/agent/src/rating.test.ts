import { describe, expect, test, vi } from 'vitest';
import { connectAgent, type Agent, type AgentEventMap } from './index.ts';
import { startTestRelay } from './testing.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 20_000, interval: 10 });

/** A shop that asks for ratings, a shopper whose conversation is closed, and an agent who hears of ratings. */
const openScene = async () => {
  const relay = await startTestRelay();
  const admin = await relay.agent('admin');
  await admin.call('settings:save', { version: 0, settings: { rating: { scale: 5 } } });
  const shopper = await relay.shopper();
  const id = await shopper.says('hello');
  await (await admin.conversation(id)).close();
  const agent = await connectAgent({ url: relay.url, key: await relay.key('bot', 'read') });
  const heard: AgentEventMap['rating'][] = [];
  const listen = (to: Agent) => to.on('rating', (event) => void heard.push(event));
  const close = async (): Promise<void> => {
    await agent.close();
    await relay.close();
  };
  return { shopper, id, agent, heard, listen, [Symbol.asyncDispose]: close };
};

describe('an agent who listens to ratings', () => {
  test('hears each as it comes in, with its score and what was said about it', async () => {
    await using scene = await openScene();
    scene.listen(scene.agent);
    await until(() => scene.agent.state.name === 'live');
    await scene.shopper.rates(2);
    await until(() => scene.heard.length === 1);
    await scene.shopper.rates(5, 'Very kind.');
    await until(() => scene.heard.length === 2);
    expect(scene.heard).toMatchObject([
      { conversation: { id: scene.id }, score: 2, of: 5, comment: null, entry: { type: 'rating' } },
      { conversation: { id: scene.id }, score: 5, of: 5, comment: 'Very kind.' },
    ]);
  });

  test('hears no more once it has undone that', async () => {
    await using scene = await openScene();
    const off = scene.listen(scene.agent);
    await scene.shopper.rates(1);
    await until(() => scene.heard.length === 1);
    off();
    const entries: string[] = [];
    scene.agent.on('entry', ({ entry }) => void entries.push(entry.type));
    await scene.shopper.rates(5);
    await until(() => entries.includes('rating'));
    expect(scene.heard).toHaveLength(1);
  });
});
