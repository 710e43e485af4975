export { beginSharing } from './begin-sharing.ts';
export { createConnection, type Tuning } from './create-connection.ts';
export { createListeners, type Listeners } from './listeners.ts';
export type {
  AgentSide,
  Connection,
  ConnectionEvents,
  ConnectionOptions,
  ConnectionState,
  Postable,
  ShopperSide,
  Side,
} from './connection.ts';
export type { Member, Sharing } from './sharing.ts';
export type { OutboxStorage, Pending } from './pending.ts';
export { sendByFetch } from './send-by-fetch.ts';
export { sendByXhr, type Sending } from './send-bytes.ts';
export { startUpload, type Upload, type UploadState } from './upload.ts';
