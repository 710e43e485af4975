export { createConnection, type Tuning } from './create-connection.ts';
export { createListeners, type Listeners } from './listeners.ts';
export type {
  AgentSide,
  Connection,
  ConnectionEvents,
  ConnectionOptions,
  ConnectionState,
  OutboxStorage,
  Pending,
  Postable,
  ShopperSide,
  Side,
} from './connection.ts';
