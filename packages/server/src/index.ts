export { defaultScopes, type Admin } from './admin.ts';
export type { Clock } from './clock.ts';
export type { CodeMessage, SendCode } from './gate/codes.ts';
export { openStore } from './database.ts';
export { withoutLimits } from './gate/without-limits.ts';
export { verifyChains } from './log/verify.ts';
export { createRelay, type Relay, type RelayOptions } from './relay.ts';
export type { Append, Store } from './store/store.ts';
export type { Mail, SendMail } from './transcript/mail.ts';
