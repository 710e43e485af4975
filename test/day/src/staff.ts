import { agent, freshNonce, until, type AgentPeer } from '@shopbell-test/kit';
import type { Admin } from '@shopbell/server';
import type { Referee } from './referee.ts';

/** Somebody at work: their connection comes and goes, and so do they. */
export type Worker = {
  id: string;
  isConnected: () => boolean;
  connect: () => Promise<void>;
  /** Resolves when the relay knows of it. */
  lose: () => Promise<void>;
  say: (state: 'available' | 'away') => Promise<void>;
  reply: (conversation: string, text: string) => Promise<void>;
  close: (conversation: string) => Promise<void>;
  /** At the end of the day. */
  leave: () => void;
};

/** Somebody of the shop, with a key of theirs. */
export type Employee = { id: string; key: string; name: string };

/** Takes somebody on. */
export const employ = async (admin: Admin, shop: string, name: string): Promise<Employee> => {
  const { id } = await admin.addPerson({ shop, kind: 'agent', role: 'agent', name });
  const { key } = await admin.createKey({ shop, person: id, scopes: ['read', 'reply'], name: 'desk' });
  return { id, key, name };
};

type Place = {
  url: string;
  referee: Referee;
  now: () => number;
  /** How the relay takes somebody to be. */
  stateOf: (id: string) => Promise<string | undefined>;
};

/** Somebody who is not there yet. */
export const createWorker = ({ url, referee, now, stateOf }: Place, { id, key, name }: Employee): Worker => {
  referee.hire(id);
  let peer: AgentPeer | null = null;
  // Who answers shoppers is taken to be there for them until they say otherwise.
  let said: 'available' | 'away' = 'available';
  let isThere = false;
  const stands = (): void => {
    const standing = referee.standing(id);
    const wasThere = standing.isThere && standing.isAvailable;
    standing.isThere = isThere;
    standing.isAvailable = said === 'available';
    if (wasThere && !(standing.isThere && standing.isAvailable)) standing.goneSince = now();
  };
  const here = (): AgentPeer => {
    if (peer === null) throw new Error(`${name} is not connected`);
    return peer;
  };
  return {
    id,
    isConnected: () => peer !== null,
    connect: async () => {
      // They may be given one as soon as they are connected, before they know of it themselves.
      isThere = true;
      stands();
      peer = await agent({ url, agent: { id, keyId: '', key } });
    },
    lose: async () => {
      here().close();
      peer = null;
      await until(`${name} to be gone`, async () => (await stateOf(id)) === 'offline');
      isThere = false;
      stands();
    },
    say: async (state) => {
      said = state;
      // Once they have said it they may be given one; until it is stored that they are away, too.
      if (state === 'available') stands();
      await here().call('state:set', { state });
      stands();
    },
    reply: async (conversation, text) => void (await here().reply(conversation, text)),
    close: async (conversation) =>
      void (await here().call('conversation:close', { conversation, nonce: freshNonce() })),
    leave: () => peer?.close(),
  };
};
