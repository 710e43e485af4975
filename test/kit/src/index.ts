export { createClock, type Clock } from './clock.ts';
export type { Reader, Violation } from './happenings.ts';
export { endProcess, launch, type Launch, type Launched } from './launch.ts';
export { createLedger, type Ledger } from './ledger.ts';
export { commit, load, machine, type Machine } from './machine.ts';
export { connectPeer, refusalOf, type Peer, type PeerOptions, type Reply } from './peer.ts';
export {
  agent,
  freshNonce,
  offerOf,
  office,
  shopper,
  type AgentPeer,
  type Place,
  type ShopperPeer,
} from './people.ts';
export { openPremises, signIn, signInSecret, type Premises } from './premises.ts';
export { startProxy, type Proxy } from './proxy.ts';
export { seeded, type Random } from './random.ts';
export { withoutLimits } from '@shopbell/server';
export { startRelay, temporaryFolder, type RunningRelay } from './relay.ts';
export { spawnRelay, type SpawnedRelay, type SpawnOptions } from './spawn-relay.ts';
export { until } from './until.ts';
export { sendFile, upload, type Sending } from './upload.ts';
export { readTranscript } from './transcript.ts';
export { heardOf, type WireEntry } from './wire-entry.ts';
