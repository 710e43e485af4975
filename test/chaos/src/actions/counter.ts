import { setTimeout as pause } from 'node:timers/promises';
import {
  connectAgent,
  ShopbellError,
  type Agent,
  type ConversationHandle,
  type RequestedAction,
} from '@shopbell/agent';
import { createConnection, type Connection, type ShopperSide } from '@shopbell/client';
import { freshNonce, type RunningRelay } from '@shopbell-test/kit';
import { createGather } from './gather.ts';
import { payAt, tills, type Consent, type Manner } from './payments.ts';

/** What people do with one payment. */
export type Payment = { manner: Manner; consent: Consent; reply: 'agree' | 'decline' | 'cancel' | 'nothing' };

/** A counter: a shopper and an agent on real connections in one conversation, and a supervisor who looks after it. */
export type Counter = AsyncDisposable & {
  readonly conversation: string;
  readonly token: () => string;
  /** Plays payments side by side, each to its end. */
  play(payments: readonly Payment[]): Promise<void>;
  /** Everybody tries to reconnect now. */
  wake(): void;
};

type People = { shopper: Connection<ShopperSide>; supervisor: Agent; conversation: ConversationHandle };
type Requested = RequestedAction<unknown>;

const bringShopper = ({ url, origin, shop }: RunningRelay) => {
  let token = '';
  const shopper = createConnection<ShopperSide>({
    url,
    namespace: '/shopper',
    origin,
    transports: ['websocket'],
    auth: () => ({ protocol: 1, shop, ...(token ? { token } : {}) }),
    open: () => ({}),
  });
  shopper.on('session:opened', (session) => void (token = session.token ?? token));
  shopper.start();
  return { shopper, token: () => token };
};

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof ShopbellError && codes.includes(error.code);

/** What a requester does while nobody offers the action, or the relay is away for long: asks again. */
const request = async ({ conversation }: People, till: number, payment: Payment): Promise<Requested> => {
  const { manner, consent } = payment;
  for (;;) {
    try {
      return await conversation.request(payAt(till), { cents: 100 + till, manner, consent });
    } catch (error) {
      if (!isCode(error, 'office_unavailable', 'disconnected')) throw error;
      await pause(50);
    }
  }
};

/** Answers to a plan. */
const answer = async (
  { shopper, supervisor }: People,
  requested: Requested,
  { consent, reply }: Payment,
): Promise<void> => {
  const { id: action, state } = requested;
  const digest = 'plan' in state ? (state.plan?.digest ?? '') : '';
  const said = { action, digest, nonce: freshNonce() };
  if (reply === 'nothing') return;
  if (reply === 'cancel') await requested.cancel();
  else if (reply === 'decline') await shopper.post('action:decline', said);
  else
    await Promise.all([
      consent === 'supervisor' ? null : shopper.post('action:confirm', said),
      consent === 'shopper' ? null : supervisor.approve(action, digest),
    ]);
};

const isTrue = async (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

/** Opens one: the conversation begins with the shopper’s first words. */
export const openCounter = async (relay: RunningRelay, agentKey: string): Promise<Counter> => {
  await using stack = new AsyncDisposableStack();
  const { shopper, token } = bringShopper(relay);
  stack.use(shopper);
  const connect = async (key: string) =>
    stack.use(await connectAgent({ url: relay.url, key, follow: 'none', transports: ['websocket'] }));
  const [agent, supervisor] = [await connect(agentKey), await connect(relay.supervisor.key)];
  const parts = [{ kind: 'text' as const, text: 'My money, please.' }];
  const { conversation: id } = await shopper.post('message:send', { nonce: freshNonce(), parts });
  const people: People = { shopper, supervisor, conversation: await agent.conversation(id) };
  const together = createGather(25, tills);

  const play = async (payment: Payment, index: number): Promise<void> => {
    const requested = await request(people, index % tills, payment);
    if (await isTrue(requested.planned)) {
      await together();
      // Too late is no failure here: the plan is over then, and the transcript tells how.
      await answer(people, requested, payment).catch((error: unknown) => {
        if (!isCode(error, 'conflict')) throw error;
      });
    }
    await requested.finished;
  };
  const kept = stack.move();
  return {
    conversation: id,
    token,
    play: async (payments) => void (await Promise.all(payments.map(play))),
    wake: () => {
      for (const each of [shopper, agent, supervisor]) each.wake();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
};
