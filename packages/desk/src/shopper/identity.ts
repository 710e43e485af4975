import type { Conversation, IdentityLevel } from '@shopbell/protocol';

/** What an action may need besides `anyone`. */
export type Needed = Exclude<IdentityLevel, 'anyone'>;

/** The identity a shopper still lacks for it, at a time; `null`: none. The relay decides anyway. */
export const lackingOf = (
  { verified, proved }: Pick<Conversation['shopper'], 'verified' | 'proved'>,
  needed: IdentityLevel,
  now: number,
): Needed | null => {
  if (needed === 'anyone' || verified !== null) return null;
  if (needed === 'known') return proved === undefined ? 'known' : null;
  return proved !== undefined && now < proved.until ? null : 'verified';
};
