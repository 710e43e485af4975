import type { Draft } from './store.ts';

/** What a draft says, for telling a repeated nonce from a reused one. */
export const bodyOf = ({ type, audience, data }: Pick<Draft, 'type' | 'audience' | 'data'>): string =>
  `${type} ${audience} ${JSON.stringify(data)}`;
