import { startCluster } from '@shopbell-test/cluster';
import { startRelay } from '@shopbell-test/kit';
import type { RelayOptions } from '@shopbell/server';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What these journeys run on: one relay on SQLite, or three on PostgreSQL behind a proxy that deals by chance. */
    relays: 'one' | 'three';
  }
}

/** A relay as the journeys meet it: one, or three that look like one. */
export type Running = Awaited<ReturnType<typeof startRelay>>;

/** What this run is to be played on. */
export const relaysWanted = (): 'one' | 'three' => inject('relays');

/** Starts what this run is played on. Options are the relay’s; limits are off unless given. */
export const openRelay = (options: Partial<RelayOptions> = {}): Promise<Running> =>
  relaysWanted() === 'three' ? startCluster(options) : startRelay(options);
