import { createServer } from 'node:net';

const isTaken = async (port: number, host: string): Promise<boolean> => {
  const probe = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  // Only “in use” counts: a machine without IPv6 refuses `::1` in another way.
  probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
  probe.listen({ port, host, exclusive: true }, () => resolve(false));
  const taken = await promise;
  if (probe.listening) await new Promise((done) => probe.close(done));
  return taken;
};

/** Makes sure that both ports are free; throws a sentence that says what to do. */
export const checkPorts = async (port: number): Promise<void> => {
  for (const each of [port, port + 1]) {
    const taken = (await isTaken(each, '127.0.0.1')) || (await isTaken(each, '::1'));
    if (!taken) continue;
    const other = port > 65_000 ? port - 100 : port + 100;
    throw new Error(
      `Port ${each} is taken. Stop what uses it, or choose another: PORT=${other} (the shop takes ${other}, the relay ${other + 1}).`,
    );
  }
};
