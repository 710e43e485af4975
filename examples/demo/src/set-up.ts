import { createRelay, type Admin } from '@shopbell/server';
import type { Secrets } from './secrets.ts';

/** The shop’s name on the relay. */
export const shop = 'demo';
/** Which of the shop’s sign-in keys is meant. */
export const signInKid = 'default';

/** What there is to set up. `origins`: where the shop’s pages are. */
export type SetUp = { databaseUrl: string; origins: readonly string[]; secrets: Secrets };
/** What came of it: the office’s key, and a code that signs Nora in at the desk, once. */
export type SetUpResult = { office: { id: string; key: string }; code: string };

const personOf = async (
  admin: Admin,
  person: { kind: 'agent' | 'office'; role: 'supervisor' | 'office'; name: string },
) => {
  const known = (await admin.people(shop)).find(
    ({ kind, name, removedAt }) => kind === person.kind && name === person.name && removedAt === null,
  );
  return known ?? (await admin.addPerson({ shop, ...person }));
};

const officeKey = async (admin: Admin, kept: Secrets['office']): Promise<{ id: string; key: string }> => {
  const office = await personOf(admin, { kind: 'office', role: 'office', name: 'Back office' });
  const keys = await admin.listKeys(shop);
  const isGood = kept !== null && keys.some(({ id, revokedAt }) => id === kept.id && revokedAt === null);
  if (kept !== null && isGood) return kept;
  return admin.createKey({ shop, person: office.id, scopes: ['action:*'], name: 'demo back office' });
};

/** Brings the relay’s data to what the demo needs; what is there stays. The relay must not be running. */
export const setUp = async ({ databaseUrl, origins, secrets }: SetUp): Promise<SetUpResult> => {
  await using relay = await createRelay({ databaseUrl });
  const { admin } = relay;
  const key = Buffer.from(secrets.signIn).toString('base64url');
  await admin.saveShop({
    id: shop,
    name: 'Alder & Steep',
    origins,
    signInKeys: [{ kid: signInKid, algorithm: 'HS256', key }],
  });
  const nora = await personOf(admin, { kind: 'agent', role: 'supervisor', name: 'Nora' });
  const office = await officeKey(admin, secrets.office);
  const { version } = await admin.settings(shop);
  // What somebody has set since stays.
  if (version === 0) await admin.saveSettings(shop, { version, settings: { selfService: ['order.lookup'] } });
  return { office, code: await admin.signInCode({ shop, person: nora.id }) };
};
