import type { Server } from 'node:http';

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || name.startsWith('127.');

/** The address at which a listening server is reached from its own machine. */
export const listeningUrl = (server: Server): string | null => {
  const address = server.address();
  if (address === null || typeof address === 'string') return null;
  const isAny = address.address === '0.0.0.0' || address.address === '::';
  return `http://${isAny ? '127.0.0.1' : bracketed(address.address)}:${address.port}`;
};

/** The origins under which browsers reach a relay at `url`. This machine has two names, and people type either. */
export const originsOf = (url: string): readonly string[] => {
  const { origin, hostname, protocol, port } = new URL(url);
  if (!isLoopbackName(hostname)) return [origin];
  const suffix = port === '' ? '' : `:${port}`;
  const names = [hostname, '127.0.0.1', 'localhost'];
  return [...new Set(names)].map((name) => `${protocol}//${name}${suffix}`);
};
