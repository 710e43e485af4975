import type { ShopperId } from '@shopbell/protocol';
import type { CodeMessage } from '../src/gate/codes.ts';
import type { EdgeOptions } from '../src/gateway/edge.ts';
import { nonce, saying, startEdge, type ShopperClient } from './edge-kit.ts';

/** Six digits that are not these. */
export const wrongFor = (code: string): string => (code === '000000' ? '000001' : '000000');

/** A relay whose codes are kept in `sent`, and whose clock the test moves; a shopper in a conversation, and an agent. */
export const openScene = async (more: Pick<EdgeOptions, 'sendCode' | 'identityFreshMs'> = {}) => {
  const sent: CodeMessage[] = [];
  const time = { ahead: 0 };
  const relay = await startEdge(
    { rates: { connectPerAddress: { burst: 1_000, perMs: 1 } } },
    {
      sendCode: async (message) => void sent.push(message),
      clock: { now: () => Date.now() + time.ahead, onSet: () => () => {} },
      ...more,
    },
  );
  const agent = await relay.staff('agent');
  const enter = async (token?: string) => {
    const shopper = await relay.shopper(token);
    const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
    await shopper.call('conversation:watch', { conversation, after: 0 });
    return { ...shopper, conversation, id: shopper.session.shopper.id };
  };
  const shopper = await enter();
  const { conversation } = shopper;
  await agent.call('conversation:watch', { conversation, after: 0 });
  const request = (email = 'ada@example.com', of: ShopperClient = shopper, where = conversation) =>
    of.ask('identity:request-code', { conversation: where, nonce: nonce(), email, locale: 'de' });
  const enterCode = (code: string, of: ShopperClient = shopper, where = conversation) =>
    of.ask('identity:confirm-code', { conversation: where, nonce: nonce(), code });
  return {
    relay,
    agent,
    shopper,
    conversation,
    sent,
    enter,
    request,
    enterCode,
    /** The last code that went out. */
    lastCode: () => sent.at(-1)?.code ?? '',
    pass: (ms: number) => void (time.ahead += ms),
    stored: (id: ShopperId = shopper.id) => relay.store.shopper('demo', id),
    /** The steps both sides have heard of, as `sent l•••@…`. */
    steps: () =>
      shopper
        .heard('entry:appended')
        .flatMap((entry) =>
          entry.type === 'identity' ? [entry.data as { step: string; address?: string }] : [],
        )
        .map(({ step, address }) => (address === undefined ? step : `${step} ${address}`)),
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};
