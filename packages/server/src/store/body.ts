import type { Draft } from './store.ts';

/** What a draft says, for telling a repeated nonce from a reused one. */
export const bodyOf = (draft: Draft): string => encodedBody(draft, JSON.stringify(draft.data));

/** {@link bodyOf} where the data is encoded already. */
export const encodedBody = ({ type, audience }: Draft, data: string): string => `${type} ${audience} ${data}`;
