import type { Role, Scope } from '@shopbell/protocol';
import type { House } from './house.ts';

/** The keys of everybody who works in a shop for tests. */
export const createStaff = (
  shop: string,
  { admin, defaultScopes }: Pick<House, 'admin' | 'defaultScopes'>,
) => {
  const ids = new Map<string, string>();
  return {
    /** The key of somebody new; without scopes, those of the role. */
    key: async (role: Role, ...scopes: Scope[]): Promise<string> => {
      const kind = role === 'bot' || role === 'office' ? role : 'agent';
      const name = `The ${role}`;
      const { id: person } = await admin().addPerson({ shop, kind, role, name });
      const own = scopes.length > 0 ? scopes : defaultScopes[role];
      const { id, key } = await admin().createKey({ shop, person, scopes: own, name });
      ids.set(key, id);
      return key;
    },
    revoke: async (key: string): Promise<void> => void (await admin().revokeKey(ids.get(key) ?? '')),
  };
};
