import type { RunningRelay } from '@shopbell-test/kit';

/** Where a crowd plays: customers and agents may yet come in by other addresses. */
export type Ground = Pick<RunningRelay, 'shop' | 'origin' | 'agent' | 'url'>;
