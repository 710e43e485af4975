export { startPostgres, type OwnPostgres } from './server.ts';
export { createDatabase, type Database } from './shared.ts';
