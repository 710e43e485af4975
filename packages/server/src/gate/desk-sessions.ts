import { refuse } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import type { Roster } from '../delivery/roster.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import type { Limits } from './limits.ts';
import { isOwn } from './origins.ts';
import { digest, looksLike, mintSecret } from './tokens.ts';

/** Signing in and out at the desk. */
export interface DeskSessions {
  /** Takes a one-time code, once, and gives a session for as long as `expiresAt` says. `unauthenticated` else. */
  signIn(from: {
    code: string;
    origin: string | undefined;
    address: string;
  }): Promise<{ key: string; expiresAt: number }>;
  /** The session is void and its sockets end. Whatever is not a session is not told so. */
  signOut(from: { secret: string; origin: string | undefined }): Promise<void>;
}

type DeskSessionsOptions = {
  store: Pick<Store, 'takeCode' | 'addKey' | 'keyByDigest' | 'revokeKey'>;
  now: () => number;
  limits: Limits;
  ownOrigins: () => readonly string[];
  roster: Pick<Roster, 'endSecret'>;
};

/** Makes the desk’s door. Only pages of the relay’s own origin may use it. */
export const createDeskSessions = (options: DeskSessionsOptions): DeskSessions => {
  const { store, now, limits, ownOrigins, roster } = options;
  const requireDesk = (origin: string | undefined): void => {
    if (!isOwn(origin, ownOrigins()))
      throw refuse('forbidden', 'Sign in at the relay’s own desk; other pages may not.');
  };

  return {
    signIn: async ({ code, origin, address }) => {
      requireDesk(origin);
      limits.check('authFailuresPerAddress', address);
      const at = now();
      const row = looksLike('code', code) ? await store.takeCode(digest(code), at) : null;
      if (!row || (row.expiresAt !== null && row.expiresAt <= at)) {
        limits.take('authFailuresPerAddress', address);
        throw refuse('unauthenticated', 'This sign-in link is used or expired. Ask for a new one.');
      }
      const key = mintSecret('session');
      const expiresAt = at + times.deskSessionMs;
      const { shop, person, scopes } = row;
      await store.addKey({
        id: newId('key'),
        shop,
        kind: 'session',
        person,
        scopes,
        name: 'desk',
        createdAt: at,
        expiresAt,
        revokedAt: null,
        digest: digest(key),
      });
      return { key, expiresAt };
    },
    signOut: async ({ secret, origin }) => {
      requireDesk(origin);
      const row = looksLike('session', secret) ? await store.keyByDigest(digest(secret)) : null;
      if (!row) return;
      await store.revokeKey(row.id, now());
      roster.endSecret(row.id, 'revoked');
    },
  };
};
