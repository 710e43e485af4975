export type { Admin } from './admin.ts';
export { createRelay, type Relay, type RelayOptions } from './relay.ts';
