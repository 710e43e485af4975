import {
  readEntry,
  refuse,
  type ShopbellError,
  type ActionId,
  type ConversationId,
  type Entry,
  type Json,
} from '@shopbell/protocol';
import { newNonce } from './nonce.ts';
import { askAgain, type AgentConnection } from './connect.ts';
import type { RunOptions } from './types.ts';

/** The relay gives an office 30 seconds; its verdict needs a moment to arrive. */
const resultTimeoutMs = 45_000;

type Request = { conversation: ConversationId; name: string; input: Json };
type Started = { conversation: ConversationId; seq: number; action: ActionId };

const isResult = (entry: unknown, action: ActionId): entry is Entry<'action'> => {
  const { type, data } = (entry ?? {}) as { type?: string; data?: Partial<Entry<'action'>['data']> };
  return (
    type === 'action' && data?.action === action && (data.step === 'succeeded' || data.step === 'failed')
  );
};

const outputOf = async ({ data, staffData }: Entry<'action'>): Promise<Json> => {
  if (data.step === 'succeeded') return staffData?.output ?? null;
  throw refuse('action_failed', staffData?.error?.message ?? `${data.title} failed.`);
};

/** Waits in the transcript for how an action went. */
const result = (connection: AgentConnection, started: Started, timeoutMs: number): Promise<Json> =>
  new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      for (const off of offs) off();
      settle();
    };
    const fail = (error: ShopbellError): void => done(() => reject(error));
    const timer = setTimeout(
      () => fail(refuse('timeout', 'The action is still running; its result will stand in the transcript.')),
      timeoutMs,
    );
    const offs = [
      connection.on('state:changed', (state) => {
        if (state.name === 'closed') fail(refuse('disconnected', 'This agent is closed.'));
        if (state.name === 'refused') fail(state.error);
      }),
      connection.on('feed:failed', ({ conversation, error }) => {
        if (conversation === started.conversation) fail(error);
      }),
      connection.follow(started.conversation, started.seq, (wire) => {
        const entry = readEntry(wire);
        if (isResult(entry, started.action)) done(() => resolve(outputOf(entry)));
      }),
    ];
  });

/** Requests an action and waits for its output; the nonce makes it one request over lost connections. */
export const runAction = async (
  connection: AgentConnection,
  request: Request,
  { audience = 'everyone', timeoutMs = resultTimeoutMs }: RunOptions,
): Promise<Json> => {
  const started = await askAgain(connection, 'action:request', { ...request, audience, nonce: newNonce() });
  return result(connection, started, timeoutMs);
};
