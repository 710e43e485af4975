import { refuse } from '@shopbell/protocol';
import type { PostgresOptions } from './open.ts';

const readersMost = 100;

/**
 * Takes out of a `postgres://` URL what is ours: `readers=<n>`, how many connections read at most; `fsync=off`, that a
 * server is taken on which a crash of the machine may lose what was acknowledged. The rest is the driver’s.
 */
export const readPostgresUrl = (
  databaseUrl: string,
): Pick<PostgresOptions, 'url' | 'isFsyncOffAccepted' | 'readers'> => {
  if (!URL.canParse(databaseUrl))
    throw refuse('bad_request', 'DATABASE_URL must be postgres://user:password@host:port/database.');
  const url = new URL(databaseUrl);
  const readers = url.searchParams.get('readers');
  const isFsyncOffAccepted = url.searchParams.get('fsync') === 'off';
  url.searchParams.delete('readers');
  url.searchParams.delete('fsync');
  if (readers === null) return { url: url.href, isFsyncOffAccepted };
  if (!/^\d{1,3}$/.test(readers) || Number(readers) < 1 || Number(readers) > readersMost)
    throw refuse('bad_request', `“readers” in DATABASE_URL must be a number from 1 to ${readersMost}.`);
  return { url: url.href, isFsyncOffAccepted, readers: Number(readers) };
};
