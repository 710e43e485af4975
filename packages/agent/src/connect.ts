import { createConnection, type AgentSide, type Connection } from '@shopbell/client';
import { protocolVersion, refuse, ShopbellError, type AgentCommands } from '@shopbell/protocol';

/** The connection of everything that is not a shopper. */
export type AgentConnection = Connection<AgentSide>;
/** The answer of `session:open`. */
export type Session = AgentCommands['session:open']['output'];

/** How long a first connection may take, in milliseconds; after that, the caller decides. */
const firstTimeoutMs = 30_000;
/** How long a question waits for a lost connection to come back, in milliseconds. */
const patienceMs = 15_000;

type Target = { url: string; key: string; transports?: readonly ('websocket' | 'http')[] };

/** Makes a connection that has not been started. */
export const prepare = ({ url, key, transports }: Target): AgentConnection =>
  createConnection<AgentSide>({
    url,
    namespace: '/agent',
    auth: () => ({ protocol: protocolVersion, key }),
    open: () => ({}),
    ...(transports ? { transports } : {}),
  });

/** Resolves when the connection is live; rejects when it is refused or closed, or after `timeoutMs`. */
export const untilLive = (connection: AgentConnection, timeoutMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      off();
      settle();
    };
    const look = (): void => {
      const { state } = connection;
      if (state.name === 'live') done(resolve);
      if (state.name === 'refused') done(() => reject(state.error));
      if (state.name === 'closed') done(() => reject(refuse('disconnected', 'This agent is closed.')));
    };
    const off = connection.on('state:changed', look);
    const timer = setTimeout(
      () => done(() => reject(refuse('disconnected', 'The relay cannot be reached.'))),
      timeoutMs,
    );
    look();
  });

/** Starts a connection and waits for its first session; a connection that cannot be had is closed. */
export const begin = async (connection: AgentConnection): Promise<Session> => {
  let session: Session | undefined;
  const off = connection.on('session:opened', (opened) => void (session = opened));
  connection.start();
  try {
    await untilLive(connection, firstTimeoutMs);
    if (!session) throw refuse('internal', 'The relay opened no session.');
    return session;
  } catch (error) {
    await connection.close();
    throw error;
  } finally {
    off();
  }
};

/**
 * Asks, over lost connections: a question that was cut off is asked again for a while. Only for questions that may
 * be asked twice: reads, and commands with a nonce.
 */
export const askAgain = async <K extends keyof AgentCommands>(
  connection: AgentConnection,
  command: K,
  input: AgentCommands[K]['input'],
): Promise<AgentCommands[K]['output']> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    const leftMs = until - Date.now();
    await untilLive(connection, Math.max(1, leftMs));
    try {
      return (await connection.call(command, input as never)) as AgentCommands[K]['output'];
    } catch (error) {
      const isCutOff = error instanceof ShopbellError && error.code === 'disconnected';
      if (!isCutOff || Date.now() >= until) throw error;
    }
  }
};
