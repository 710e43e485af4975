import type { ActionOffer, ActionTask } from '@shopbell/protocol';
import { connectPeer, type Peer, type PeerOptions } from './peer.ts';
import type { RunningRelay } from './relay.ts';

let nonces = 0;
/** A nonce nobody else in this process has. */
export const freshNonce = (): string => `kit-${process.pid}-${(nonces += 1)}-${Date.now().toString(36)}`;

/** What a stored reply says. */
export type Place = { conversation: string; seq: number; at: number };

/** A shopper on a raw socket, with the session open. */
export type ShopperPeer = Peer & {
  readonly id: string;
  readonly token: string;
  /** Says something: in the open conversation, or the one named. */
  say(text: string, conversation?: string): Promise<Place>;
};

/** An agent, a bot or any colleague on a raw socket, with the session open. */
export type AgentPeer = Peer & {
  readonly id: string;
  reply(conversation: string, text: string): Promise<Place>;
  note(conversation: string, text: string): Promise<Place>;
};

type Where = Pick<RunningRelay, 'url' | 'shop' | 'origin'>;

const textParts = (text: string) => [{ kind: 'text', text }];

/** Comes to a shop as a newcomer, or as who has the token. */
export const shopper = async (
  { url, shop, origin }: Where,
  as: { token?: string; open?: Record<string, unknown> } & Partial<PeerOptions> = {},
): Promise<ShopperPeer> => {
  const { token, open = {}, ...options } = as;
  const auth = { shop, ...(token === undefined ? {} : { token }) };
  const peer = await connectPeer({ url, namespace: '/shopper', auth, origin, ...options });
  const opened = await peer.call('session:open', open);
  const { id } = opened['shopper'] as { id: string };
  return Object.assign(peer, {
    id,
    token: (opened['token'] as string | undefined) ?? token ?? '',
    say: async (text: string, conversation?: string) => {
      const input = {
        nonce: freshNonce(),
        parts: textParts(text),
        ...(conversation ? { conversation } : {}),
      };
      return (await peer.call('message:send', input)) as Place;
    },
  });
};

/** Comes to work with a key: by default the shop’s first agent. */
export const agent = async (
  at: Pick<RunningRelay, 'url' | 'agent'>,
  as: { key?: string } & Partial<PeerOptions> = {},
): Promise<AgentPeer> => {
  const { key = at.agent.key, ...options } = as;
  const peer = await connectPeer({ url: at.url, namespace: '/agent', auth: { key }, ...options });
  const opened = await peer.call('session:open');
  const { id } = opened['me'] as { id: string };
  return Object.assign(peer, {
    id,
    reply: async (conversation: string, text: string) => {
      const input = { conversation, nonce: freshNonce(), parts: textParts(text) };
      return (await peer.call('message:send', input)) as Place;
    },
    note: async (conversation: string, text: string) =>
      (await peer.call('note:add', { conversation, nonce: freshNonce(), text })) as Place,
  });
};

/** An action as simple as can be, for {@link office}. */
export const offerOf = (name: string): ActionOffer => ({
  name,
  version: 1,
  title: name,
  effect: 'read',
  identity: 'anyone',
  input: { type: 'object' },
  output: { type: 'object' },
});

/** Opens an office that offers the actions named and reports what `run` resolves to. */
export const office = async (
  at: Pick<RunningRelay, 'url' | 'office'>,
  names: readonly string[],
  run: (task: ActionTask) => unknown = () => ({}),
): Promise<Peer> => {
  const peer = await connectPeer({ url: at.url, namespace: '/agent', auth: { key: at.office.key } });
  await peer.call('session:open');
  const report = async (task: ActionTask): Promise<void> => {
    const output = await run(task);
    if (output !== undefined)
      await peer.call('action:report', { action: task.id, lease: task.lease, step: 'succeeded', output });
  };
  peer.onEvent((event, payload) => {
    if (event === 'action:assigned') report(payload as ActionTask).catch(() => peer.close());
  });
  await peer.call('office:open', { actions: names.map(offerOf) });
  return peer;
};
