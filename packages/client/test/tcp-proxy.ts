import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy that can fall silent: connections stay open and nothing passes, as behind a dead router. */
export const startProxy = async (port: number) => {
  const sockets = new Set<Socket>();
  const sent: Buffer[] = [];
  let isSilent = false;

  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far])
      sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    near.on('data', (data: Buffer) => {
      if (isSilent) return;
      sent.push(data);
      far.write(data);
    });
    far.on('data', (data) => void (!isSilent && near.write(data)));
    near.on('close', () => far.destroy());
    far.on('close', () => void (!isSilent && near.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What clients sent, as bytes. */
    sent: () => Buffer.concat(sent),
    silence(silent: boolean) {
      isSilent = silent;
    },
    async [Symbol.asyncDispose]() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
