import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Program } from '@shopbell-example/demo/child';
import { backendFolder } from './install.ts';
import type { Secrets } from './secrets.ts';

/** Where database and Medusa are, and what opens them. */
export type Place = {
  dataFolder: string;
  databasePort: number;
  medusaPort: number;
  secrets: Secrets;
  environment: Record<string, string>;
};

const databaseName = 'medusa';

/** A port nobody listens on. */
export const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
};

/** Where Medusa’s API is. */
export const medusaUrl = ({ medusaPort }: Place): string => `http://127.0.0.1:${medusaPort}`;

const medusaEnvironment = ({ databasePort, medusaPort, secrets, environment }: Place) => ({
  ...environment,
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: String(medusaPort),
  DATABASE_URL: `postgres://medusa:${secrets.databasePassword}@127.0.0.1:${databasePort}/${databaseName}`,
  JWT_SECRET: secrets.jwtSecret,
  COOKIE_SECRET: secrets.cookieSecret,
  MEDUSA_DISABLE_TELEMETRY: 'true',
  // It loads some thousand modules at each start, and its libraries warn of one another.
  NODE_COMPILE_CACHE: join(backendFolder, 'node_modules/.cache/compiled'),
  NODE_OPTIONS: '--no-deprecation',
});

/** The PostgreSQL server. */
export const databaseProgram = ({ dataFolder, databasePort, secrets, environment }: Place): Program => ({
  name: 'the database',
  command: [join(backendFolder, 'database.mjs')],
  env: {
    ...environment,
    DATABASE_FOLDER: join(dataFolder, 'postgres'),
    DATABASE_PORT: String(databasePort),
    DATABASE_PASSWORD: secrets.databasePassword,
    DATABASE_NAME: databaseName,
  },
  isReady: (said) => said.includes('The database is ready.'),
});

/** Medusa, as `medusa start` runs it. */
export const medusaProgram = (place: Place): Program => ({
  name: 'Medusa',
  command: [join(backendFolder, 'medusa.js'), 'start'],
  env: medusaEnvironment(place),
  isReady: () =>
    fetch(`${medusaUrl(place)}/health`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    ),
});

/** Runs one of Medusa’s own commands to its end; throws with its last words when it fails. */
export const runMedusa = async (place: Place, command: readonly string[]): Promise<void> => {
  const child = spawn(process.execPath, [join(backendFolder, 'medusa.js'), ...command], {
    env: medusaEnvironment(place),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const code = await promise;
  process.off('exit', end);
  if (code !== 0) throw new Error(`Medusa’s own command “${command[0]}” failed.\n${said.trim()}`);
};
