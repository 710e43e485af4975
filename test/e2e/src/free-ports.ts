import { createServer } from 'node:net';

const isFree = (port: number): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
};

/** The first of so many ports in a row that are free. */
export const freePorts = async (count: number): Promise<number> => {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const row = await Promise.all(Array.from({ length: count }, (_, index) => isFree(port + index)));
    if (row.every(Boolean)) return port;
  }
};
