import { heardOf, type RunningRelay } from '@shopbell-test/kit';
import { createConnection, type AgentSide, type Connection } from '@shopbell/client';
import type { ConversationId } from '@shopbell/protocol';
import type { Books } from './customer.ts';

/** An agent’s side on the real client, which follows conversations from their beginning. */
export type Follower = AsyncDisposable & {
  readonly connection: Connection<AgentSide>;
  /** How far it is in each. */
  readonly places: ReadonlyMap<ConversationId, number>;
  readonly problems: readonly string[];
  follow(conversation: ConversationId): void;
};

/** Starts one under a name of its own. */
export const startFollower = (
  { url, agent: { key } }: Pick<RunningRelay, 'url' | 'agent'>,
  { name, ledger }: { name: string; ledger: Books },
): Follower => {
  const conversations: ConversationId[] = [];
  const places = new Map<ConversationId, number>();
  const problems: string[] = [];
  ledger.reader({ name, audience: 'staff', conversations });
  const connection = createConnection<AgentSide>({
    url,
    namespace: '/agent',
    auth: () => ({ protocol: 1, key }),
    open: () => ({}),
    transports: ['websocket'],
  });
  connection.on('feed:reset', ({ conversation }) => problems.push(`reset: ${name} in ${conversation}`));
  connection.on('feed:failed', ({ error }) => problems.push(`feed failed: ${name}: ${error.message}`));
  connection.start();
  return {
    connection,
    places,
    problems,
    follow: (conversation) => {
      if (places.has(conversation)) return;
      places.set(conversation, 0);
      conversations.push(conversation);
      connection.follow(conversation, 0, (entry) => {
        places.set(conversation, entry.seq);
        ledger.heard(heardOf(name, entry as Parameters<typeof heardOf>[1]));
      });
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
};
