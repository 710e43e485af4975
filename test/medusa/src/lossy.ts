import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to Medusa on which things get lost. */
export type LossyWay = AsyncDisposable & {
  url: string;
  /** From now on, writes to paths like this are lost: on the way there, or their answer on the way back. */
  lose: (what: { path: RegExp; when: 'before' | 'after' } | null) => void;
};

/** Stands in front of Medusa and hands everything on, until it is told to lose something. */
export const lossyWay = async (to: string): Promise<LossyWay> => {
  let losing: Parameters<LossyWay['lose']>[0] = null;
  const handOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const isLost = losing !== null && request.method === 'POST' && losing.path.test(request.url ?? '');
    if (isLost && losing?.when === 'before') return void request.socket.destroy();
    const { authorization = '' } = request.headers;
    const answer = await fetch(to + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: { authorization, 'content-type': 'application/json' },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    const body = await answer.text();
    if (isLost) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
  };
  const server = createServer((request, response) => void handOn(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lose: (what) => {
      losing = what;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
