import { connectAgent, type Agent, type ConversationHandle, type Json } from '@shopbell/agent';
import { freshNonce, shopper, signIn, type RunningRelay, type ShopperPeer } from '@shopbell-test/kit';

/** The steps of an action that are timed, in the order in which they come. */
export const timedSteps = ['requested', 'planned', 'confirmed', 'running', 'succeeded', 'verified'] as const;
export type TimedStep = (typeof timedSteps)[number];

/** How long after the asking each step had reached the asker, in ms. */
export type Timing = Partial<Record<TimedStep, number>>;

/** An agent and a shopper over a counter: what is asked for is agreed to at once, over the shopper’s own connection. */
export type Counter = AsyncDisposable & {
  /** Has an action done, to its end. Rejects when it ends otherwise than it should. */
  time(name: string, input: Json): Promise<Timing>;
};

/** Actions in one conversation before a new one is begun. */
const perConversation = 20;

type Shown = {
  type: string;
  data: { action?: string; step?: string; plan?: { confirm: boolean; digest: string } };
};

/** The customer of the demo shop, who says yes to every plan as soon as it is shown. */
const openCustomer = async (relay: RunningRelay): Promise<ShopperPeer> => {
  const jwt = signIn(relay.shop, { sub: 'customer-2001', name: 'Mara Lindqvist' });
  const peer = await shopper(relay, { open: { jwt } });
  peer.onEvent((event, payload) => {
    const { type, data } = payload as Shown;
    if (event !== 'entry:appended' || type !== 'action' || !data.plan?.confirm) return;
    const answer = { action: data.action, digest: data.plan.digest, nonce: freshNonce() };
    peer.call('action:confirm', answer).catch((error: unknown) => console.error(error));
  });
  return peer;
};

const begin = async (agent: Agent, customer: ShopperPeer): Promise<ConversationHandle> => {
  const { conversation, seq } = await customer.say('My money, please.');
  await customer.call('conversation:watch', { conversation, after: seq });
  return agent.conversation(conversation);
};

/** Puts both at a relay. */
export const openCounter = async (relay: RunningRelay): Promise<Counter> => {
  const agent = await connectAgent({ url: relay.url, key: relay.agent.key, follow: 'none' });
  const customer = await openCustomer(relay);
  let conversation = await begin(agent, customer);
  let done = 0;
  const close = async (): Promise<void> => {
    await agent.close();
    customer.close();
  };
  return {
    time: async (name, input) => {
      done += 1;
      if (done % perConversation === 0) {
        await conversation.close({ reason: 'Refund', resolution: 'solved' });
        conversation = await begin(agent, customer);
      }
      const timing: Timing = {};
      const askedAt = performance.now();
      const hear = (step: string): void => {
        timing[step as TimedStep] ??= performance.now() - askedAt;
      };
      const it = await conversation.request(name, input);
      hear('requested');
      it.on(({ step }) => hear(step));
      const end = await it.finished;
      if ('error' in end) throw new Error(`${name} was ${end.step}: ${end.error.message}`);
      return timing;
    },
    [Symbol.asyncDispose]: close,
  };
};
