import type { Draft } from './store.ts';

/** What a draft says, its data being JSON already. */
export const bodyText = ({ type, audience }: Pick<Draft, 'type' | 'audience'>, data: string): string =>
  `${type} ${audience} ${data}`;

/** What a draft says, for telling a repeated nonce from a reused one. */
export const bodyOf = (draft: Pick<Draft, 'type' | 'audience' | 'data'>): string =>
  bodyText(draft, JSON.stringify(draft.data));
