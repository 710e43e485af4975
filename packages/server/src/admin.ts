import { FileKind, refuse, Scope, ShopId, times, type KeyId, type Role } from '@shopbell/protocol';
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { secretAdvice, secretFault } from './example-secrets.ts';
import type { UploadRules } from './files/kinds.ts';
import { isSize } from './files/read-rules.ts';
import { digest, looksLike, mintSecret } from './gate/tokens.ts';
import { newId } from './store/ids.ts';
import { createServiceAdmin, type ServiceAdmin } from './shop/service-admin.ts';
import type { ServiceStore } from './store/service-store.ts';
import type { KeyRow, PeopleStore, PersonRow, ShopRow } from './store/store.ts';

/** A shop as it is to be. `origins`: the pages that may carry its bell, as `https://shop.example.com`. */
export type ShopInput = {
  id: string;
  name: string;
  origins: readonly string[];
  /** HS256: base64url of at least 256 random bits; ES256, EdDSA: a public key as SPKI PEM. Absent: as they were. */
  signInKeys?: ShopRow['signInKeys'] | undefined;
  /** The files it takes, by kind and size; no kinds: none. Absent: as it was, at first pictures and documents up to 10 MB. */
  uploads?: UploadRules | undefined;
};
export type PersonInput = { shop: string; kind: PersonRow['kind']; role: Role; name: string };
export type KeyInput = {
  shop: string;
  person: string;
  scopes: readonly Scope[];
  name: string;
  expiresInMs?: number | undefined;
};
/** A desk session begun: `key` is shown this once. */
export type DeskSession = { id: KeyId; shop: string; person: string; key: string; expiresAt: number };

/** Shops, people and keys. Refuses with a sentence: `bad_request`, `not_found`, `unauthenticated`. */
export interface Admin extends ServiceAdmin {
  /** Adds or changes a shop. */
  saveShop: (shop: ShopInput) => Promise<void>;
  addPerson: (person: PersonInput) => Promise<PersonRow>;
  /** Takes somebody off: their keys are revoked with them. */
  removePerson: (shop: string, id: string) => Promise<void>;
  people: (shop: string) => Promise<PersonRow[]>;
  /** The secret is in the reply and nowhere else. */
  createKey: (key: KeyInput) => Promise<{ id: KeyId; key: string }>;
  /** Keys and desk sessions, revoked ones too, without their secrets. */
  listKeys: (shop: string) => Promise<KeyRow[]>;
  /** Whether there was one to revoke. */
  revokeKey: (id: string) => Promise<boolean>;
  /** A one-time code for the desk, good for a day. */
  signInCode: (who: { shop: string; person: string }) => Promise<string>;
  /** Takes the code, once, and begins a desk session. */
  takeSignInCode: (code: string) => Promise<DeskSession>;
}

/** What a key or a desk session of a role may do where nothing else is said. */
export const defaultScopes: Record<Role, readonly Scope[]> = {
  agent: ['read', 'reply', 'action:*'],
  trainee: ['read', 'reply', 'action:*'],
  supervisor: ['read', 'reply', 'action:*'],
  admin: ['read', 'reply', 'admin', 'action:*'],
  bot: ['read', 'reply', 'action:*'],
  office: ['action:*'],
};
const kindRoles: Record<PersonRow['kind'], readonly Role[]> = {
  agent: ['agent', 'trainee', 'supervisor', 'admin'],
  bot: ['bot'],
  office: ['office'],
};
const nameMaxChars = 80;
const hmacMinBytes = 32;
const nameSchema = z.string().trim().min(1).max(nameMaxChars);

const bad = (message: string): Error => refuse('bad_request', message);
const checkName = (what: string, name: string): string => {
  const read = nameSchema.safeParse(name);
  if (read.success) return read.data;
  throw bad(`The ${what}’s name is ${JSON.stringify(name)} but must be 1 to ${nameMaxChars} characters.`);
};

const checkOrigin = (origin: string): string => {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url && /^https?:$/.test(url.protocol) && url.origin === origin) return origin;
  throw bad(
    `The origin ${JSON.stringify(origin)} must be scheme and host alone, as the browser says it: https://shop.example.com`,
  );
};

const isPublicKey = (pem: string): boolean => {
  try {
    return pem.includes('BEGIN PUBLIC KEY') && createPublicKey(pem).type === 'public';
  } catch {
    return false;
  }
};
const checkSignInKey = ({ kid, algorithm, key }: ShopRow['signInKeys'][number]): void => {
  if (kid === '') throw bad('A sign-in key needs a “kid”, which the JWT names in its header.');
  if (algorithm === 'HS256') {
    const bytes = Buffer.from(key, 'base64url');
    const fault =
      bytes.length < hmacMinBytes ? 'is shorter than 256 bits' : secretFault(bytes.toString('latin1'));
    if (fault !== null) throw bad(`The sign-in secret “${kid}” ${fault}. ${secretAdvice}`);
  } else if (!isPublicKey(key)) {
    throw bad(`The sign-in key “${kid}” must be a public key in PEM (-----BEGIN PUBLIC KEY-----).`);
  }
};

const checkShop = ({ id, name, origins, signInKeys = [], uploads }: ShopInput): void => {
  if (!ShopId.safeParse(id).success) {
    throw bad(`The shop’s id is ${JSON.stringify(id)} but must be lower-case letters, digits and dashes.`);
  }
  checkName('shop', name);
  origins.forEach(checkOrigin);
  if (uploads && !(FileKind.array().safeParse(uploads.kinds).success && isSize(uploads.maxBytes)))
    throw bad(`Files are taken by kind (${FileKind.options.join(', ')}), each of at most 100 MB.`);
  signInKeys.forEach(checkSignInKey);
  if (new Set(signInKeys.map(({ kid }) => kid)).size < signInKeys.length) {
    throw bad('Two sign-in keys have the same “kid”. Give each its own.');
  }
};

const checkScopes = (scopes: readonly Scope[], { role }: PersonRow): void => {
  if (scopes.length === 0) throw bad('A key needs at least one scope: read, reply, admin, action:<name>.');
  for (const scope of scopes) {
    if (!Scope.safeParse(scope).success) {
      throw bad(`The scope ${JSON.stringify(scope)} must be read, reply, admin, action:* or action:<name>.`);
    }
    if (role === 'office' && !scope.startsWith('action:')) {
      throw bad(`An office carries out actions only: the scope ${scope} is not for its key.`);
    }
    if (scope === 'admin' && role !== 'admin') throw bad('The scope admin is for keys of the role admin.');
  }
};

const checkPerson = ({ kind, role, name }: PersonInput): string => {
  if (!kindRoles[kind].includes(role)) {
    throw bad(`The role ${role} is not one of ${kind}: ${kindRoles[kind].join(', ')}.`);
  }
  return checkName('person', name);
};

/** What of the store an {@link Admin} works on, and its clock. */
export type AdminOptions = { store: PeopleStore & ServiceStore; now?: () => number };

const createDirectory = ({ store, now = Date.now }: AdminOptions) => {
  const shop = async (id: string): Promise<ShopRow> => {
    const found = await store.shop(id);
    if (found === null) throw refuse('not_found', `There is no shop “${id}”. Add it first.`);
    return found;
  };
  return {
    shop,
    person: async (of: string, id: string): Promise<PersonRow> => {
      const found = await store.person((await shop(of)).id, id);
      if (found !== null && found.removedAt === null) return found;
      throw refuse('not_found', `There is nobody with the id ${id} in the shop “${of}”.`);
    },
    /** Stores a key of whatever kind; what comes back is the only time its secret is seen. */
    issue: async (key: Pick<KeyRow, 'shop' | 'kind' | 'person' | 'scopes' | 'name' | 'expiresAt'>) => {
      const secret = mintSecret(key.kind);
      const id = newId('key');
      await store.addKey({ ...key, id, digest: digest(secret), createdAt: now(), revokedAt: null });
      return { id, key: secret };
    },
  };
};

type Directory = ReturnType<typeof createDirectory>;

const createDeskDoor = ({ store, now = Date.now }: AdminOptions, directory: Directory) => ({
  signInCode: async ({ shop, person }: { shop: string; person: string }): Promise<string> => {
    const { role } = await directory.person(shop, person);
    if (role === 'office') throw bad('An office has no desk: give it a key.');
    const expiresAt = now() + times.signInCodeMs;
    const row = { shop, kind: 'code', person, scopes: defaultScopes[role], name: 'desk', expiresAt } as const;
    return (await directory.issue(row)).key;
  },
  takeSignInCode: async (code: string): Promise<DeskSession> => {
    const taken = looksLike('code', code) ? await store.takeCode(digest(code), now()) : null;
    if (taken === null) {
      throw refuse('unauthenticated', 'The sign-in code is not valid or was used. Ask for a new link.');
    }
    const { shop, person, scopes, name } = taken;
    const expiresAt = now() + times.deskSessionMs;
    const { id, key } = await directory.issue({ shop, kind: 'session', person, scopes, name, expiresAt });
    return { id, shop, person, key, expiresAt };
  },
});

/** The administration over a store. */
export const createAdmin = (options: AdminOptions): Admin => {
  const { store, now = Date.now } = options;
  const directory = createDirectory(options);

  return {
    ...createDeskDoor(options, directory),
    ...createServiceAdmin({ store, now }),
    saveShop: async (input) => {
      checkShop(input);
      const before = await store.shop(input.id);
      const uploads = input.uploads ?? before?.uploads;
      await store.saveShop({
        id: input.id,
        name: checkName('shop', input.name),
        origins: [...new Set(input.origins)],
        signInKeys: input.signInKeys ?? before?.signInKeys ?? [],
        ...(uploads === undefined ? {} : { uploads }),
        createdAt: before?.createdAt ?? now(),
      });
    },
    addPerson: async (input) => {
      const name = checkPerson(input);
      const { id: shop } = await directory.shop(input.shop);
      const person = { id: newId('agt'), shop, kind: input.kind, name, role: input.role, removedAt: null };
      await store.savePerson(person);
      return person;
    },
    removePerson: async (shop, id) => {
      await store.savePerson({ ...(await directory.person(shop, id)), removedAt: now() });
    },
    people: async (shop) => store.people((await directory.shop(shop)).id),
    createKey: async ({ shop, person, scopes, name, expiresInMs }) => {
      checkScopes(scopes, await directory.person(shop, person));
      if (expiresInMs !== undefined && !(Number.isSafeInteger(expiresInMs) && expiresInMs > 0)) {
        throw bad('A key expires after a whole number of milliseconds above 0, or never.');
      }
      const expiresAt = expiresInMs === undefined ? null : now() + expiresInMs;
      return directory.issue({ shop, kind: 'key', person, scopes, name: checkName('key', name), expiresAt });
    },
    listKeys: async (shop) =>
      (await store.keys((await directory.shop(shop)).id)).filter(({ kind }) => kind !== 'code'),
    revokeKey: (id) => store.revokeKey(id, now()),
  };
};
