export { startPostgres, type OwnPostgres } from './server.ts';
export { createDatabase, query, type Database } from './shared.ts';
