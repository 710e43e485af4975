import type { Admin } from '@shopbell/server';

/** The shop’s name on the relay, and which of its sign-in keys is meant. */
export const shop = { id: 'hearth', name: 'Hearth & Plank', kid: 'default' } as const;

/** Who works there: a code for the desk, a key for a program of one’s own, a key for the back office. */
export type Team = { deskCode: string; agentKey: string; officeKey: string };

type Role = 'supervisor' | 'agent' | 'office';

const personOf = async (admin: Admin, role: Role, name: string): Promise<string> => {
  const kind = role === 'office' ? ('office' as const) : ('agent' as const);
  const known = (await admin.people(shop.id)).find(
    (person) => person.kind === kind && person.name === name && person.removedAt === null,
  );
  return (known ?? (await admin.addPerson({ shop: shop.id, kind, role, name }))).id;
};

/** Keys live as long as the process that was given them: earlier ones are revoked. */
const freshKey = async (
  admin: Admin,
  person: string,
  scopes: ['action:*'] | ['read', 'reply', 'action:*'],
) => {
  const name = 'examples/medusa';
  for (const key of await admin.listKeys(shop.id))
    if (key.person === person && key.name === name && key.revokedAt === null) await admin.revokeKey(key.id);
  return (await admin.createKey({ shop: shop.id, person, scopes, name })).key;
};

/** Brings the relay’s data to what is needed; what is there stays. */
export const setUpTeam = async (
  admin: Admin,
  { origins, secret }: { origins: readonly string[]; secret: string },
): Promise<Team> => {
  const key = Buffer.from(secret).toString('base64url');
  const signInKeys = [{ kid: shop.kid, algorithm: 'HS256' as const, key }];
  await admin.saveShop({ id: shop.id, name: shop.name, origins, signInKeys });
  const nora = await personOf(admin, 'supervisor', 'Nora');
  const program = await personOf(admin, 'supervisor', 'Program');
  const office = await personOf(admin, 'office', 'Back office');
  return {
    deskCode: await admin.signInCode({ shop: shop.id, person: nora }),
    agentKey: await freshKey(admin, program, ['read', 'reply', 'action:*']),
    officeKey: await freshKey(admin, office, ['action:*']),
  };
};
