import type { RequestListener, Server } from 'node:http';
import { refuse } from '@shopbell/protocol';
import { listeningUrl, originsOf } from './own-origins.ts';
import { addListener, createHttpServer } from './server.ts';

/** The server a relay answers through: one of its own, or one it was attached to. */
export interface Host {
  /** The origins under which browsers reach it; known once it listens, or told. */
  ownOrigins: () => readonly string[];
  /** Joins a server of somebody else’s. A relay has one server. */
  attach(server: Server, listener: RequestListener): void;
  /** Opens one of its own. Resolves to where it is reached from this machine. */
  listen(where: { port: number; host: string; prepare: (server: Server) => void }): Promise<{ url: string }>;
  /** Leaves a foreign server, ends its own: no new connections, the busy ones after the grace. */
  close(graceMs: number): Promise<void>;
}

/** Connections the system holds until they are taken: a crowd that comes at once must not find that line full. */
const backlog = 2_048;

const listenOn = async (server: Server, port: number, host: string): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, host, backlog }, resolve);
  try {
    await promise;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const advice =
      code === 'EADDRINUSE'
        ? 'Something else listens there: stop it, or choose another port with SHOPBELL_PORT.'
        : 'Choose another with SHOPBELL_HOST and SHOPBELL_PORT.';
    throw refuse('unavailable', `Cannot listen on ${host}:${port} (${code}). ${advice}`);
  } finally {
    server.off('error', reject);
  }
};

const closeServer = async (server: Server, graceMs: number): Promise<void> => {
  if (!server.listening) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const force = setTimeout(() => {
    server.closeAllConnections();
    // Upgraded connections are not among those, and must not hold up the end.
    resolve();
  }, graceMs);
  server.close(() => resolve());
  server.closeIdleConnections();
  await promise;
  clearTimeout(force);
};

/** Makes the host of one relay. `url`: the origin browsers use, when it is not the one listened on. */
export const createHost = (url: string | undefined): Host => {
  let server: Server | null = null;
  let own: Server | null = null;
  let known: readonly string[] = [];
  let leave = (): void => undefined;

  const attach = (to: Server, listener: RequestListener): void => {
    if (server !== null)
      throw refuse('conflict', 'This relay already has a server. Make another relay for another.');
    server = to;
    known = [];
    leave = addListener(to, listener);
  };
  return {
    attach,
    ownOrigins: () => {
      if (known.length > 0) return known;
      const reached = url ?? (server === null ? null : listeningUrl(server));
      // Each connection asks: where a server listens does not change while it does.
      if (reached !== null) known = originsOf(reached);
      return known;
    },
    async listen({ port, host, prepare }) {
      own = createHttpServer();
      prepare(own);
      await listenOn(own, port, host);
      return { url: listeningUrl(own) ?? `http://${host}:${port}` };
    },
    async close(graceMs) {
      if (own !== null) await closeServer(own, graceMs);
      leave();
    },
  };
};
