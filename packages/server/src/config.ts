import { join, resolve } from 'node:path';
import { FileKind, refuse, ShopId, sizes } from '@shopbell/protocol';
import { z } from 'zod';
import { secretFault } from './example-secrets.ts';
import type { UploadRules } from './files/kinds.ts';
import { readUploads } from './files/read-rules.ts';
import { isAddressRange } from './gate/addresses.ts';

/** How a relay is run, from flags and environment, checked. */
export type Config = {
  port: number;
  host: string;
  /** `file:…` or `postgres://…` */
  databaseUrl: string;
  /** The address under which browsers reach the relay; absent: the one it listens on. */
  url?: string;
  /** The shop to make or bring up to date at start. */
  shop?: { id: string; name: string; origins: string[]; signInSecret?: string; uploads?: UploadRules };
  trustedProxies: string[];
  /** The module whose default export brings the codes by which shoppers prove a mail address. */
  codeSender?: string;
  /** How long a proved address counts as `verified`. */
  identityFreshMs?: number;
  /** Conversations closed so long ago are erased. */
  retentionMs?: number;
  /** The folder of shoppers’ and agents’ files. */
  files: string;
  logLevel: string;
  /** `SHOPBELL_…` variables that mean nothing here: most likely misspelt. */
  unknown: string[];
};

/** Flags of the command line, named as in {@link variables}; they win over the environment. */
export type Flags = Partial<Record<VariableName, string>>;
/** The environment: name → text. */
export type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const isOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);

const dayMs = 86_400_000;
const giveUp = (context: z.RefinementCtx): never => {
  context.addIssue({ code: 'custom', message: 'wrong' });
  return z.NEVER;
};

/** Each setting once: what it is for, what is wanted of it, how it is read. */
export const variables = {
  SHOPBELL_PORT: {
    what: 'the port to listen on (also PORT); 0 takes a free one',
    wanted: 'a number from 0 to 65535',
    fallback: '4701',
    schema: port,
  },
  SHOPBELL_HOST: {
    what: 'the address to listen on; 0.0.0.0 for all',
    wanted: 'an address or a host name',
    fallback: '127.0.0.1',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/),
  },
  SHOPBELL_DATA: {
    what: 'the folder of the database',
    wanted: 'a folder',
    fallback: '.shopbell',
    schema: z.string().min(1),
  },
  DATABASE_URL: {
    what: 'the database: SQLite in one file, or PostgreSQL, which several relays share',
    wanted: 'file:<path> or postgres://user:password@host:port/database',
    fallback: 'file:<SHOPBELL_DATA>/shopbell.db',
    schema: z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)/),
  },
  SHOPBELL_FILES: {
    what: 'the folder of shoppers’ and agents’ files; relays on one database share it',
    wanted: 'a folder',
    fallback: '<SHOPBELL_DATA>/files',
    schema: z.string().min(1),
  },
  SHOPBELL_URL: {
    what: 'the address browsers use, when it is not the one listened on',
    wanted: 'an http(s) origin without a path, such as https://chat.example.com',
    fallback: 'where it listens',
    schema: z
      .string()
      .transform((text) => text.replace(/\/$/, ''))
      .refine(isOrigin),
  },
  SHOPBELL_SHOP: {
    what: 'a shop to make, or to bring up to date, at start',
    wanted: 'lower-case letters, digits and dashes, at most 32',
    fallback: 'none',
    schema: ShopId,
  },
  SHOPBELL_SHOP_NAME: {
    what: 'the name of that shop',
    wanted: `1 to ${sizes.labelMaxChars} characters`,
    fallback: 'its id',
    schema: z.string().trim().min(1).max(sizes.labelMaxChars),
  },
  SHOPBELL_ORIGINS: {
    what: 'the origins of that shop’s pages',
    wanted: 'http(s) origins without paths, separated by commas, such as https://shop.example.com',
    fallback: 'none',
    schema: z
      .string()
      .transform(list)
      .refine((origins) => origins.every(isOrigin)),
  },
  SHOPBELL_SIGN_IN_SECRET: {
    what: 'what that shop signs its shoppers’ JWTs with (HS256, kid “default”)',
    wanted: 'a random secret of at least 32 bytes; `openssl rand -base64 32` makes one',
    fallback: 'none',
    schema: z.string().superRefine((secret, context) => {
      const fault = secretFault(secret);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    }),
  },
  SHOPBELL_UPLOADS: {
    what: 'the files that shop takes: what kinds, each up to how much',
    wanted: `${FileKind.options.join(', ')} separated by commas, or none; a size may follow, such as pictures,documents:5MB`,
    fallback: 'pictures,documents:10MB',
    schema: z.string().transform((text, context) => readUploads(text) ?? giveUp(context)),
  },
  SHOPBELL_TRUSTED_PROXIES: {
    what: 'proxies whose X-Forwarded-For is believed',
    wanted: 'addresses or ranges, separated by commas, such as 10.0.0.0/8',
    fallback: 'none',
    schema: z
      .string()
      .transform(list)
      .refine((ranges) => ranges.every(isAddressRange)),
  },
  SHOPBELL_CODE_SENDER: {
    what: 'a module that sends the codes by which shoppers prove a mail address',
    wanted: 'a file whose default export is a function, such as ./sender.ts',
    fallback: 'none: no codes',
    schema: z
      .string()
      .min(1)
      .transform((path) => resolve(path)),
  },
  SHOPBELL_PROOF_MINUTES: {
    what: 'how long a proved address counts as verified',
    wanted: 'a whole number of minutes from 1 to 1440',
    fallback: '30',
    schema: z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number)
      .refine((minutes) => minutes >= 1 && minutes <= 1_440),
  },
  SHOPBELL_RETENTION: {
    what: 'how long what was said is kept after a conversation was closed; then it is erased',
    wanted: 'a number of days or weeks such as 400d or 52w, at most ten years',
    fallback: 'for good',
    schema: z
      .string()
      .regex(/^\d{1,4}[dw]$/)
      .transform((text) => Number.parseInt(text, 10) * (text.endsWith('w') ? 7 : 1) * dayMs)
      .refine((ms) => ms > 0 && ms <= 3_660 * dayMs),
  },
  LOG_LEVEL: {
    what: 'how much is logged',
    wanted: `one of ${logLevels.join(', ')}`,
    fallback: 'info',
    schema: z.enum(logLevels),
  },
} as const;

type VariableName = keyof typeof variables;
type ValueOf<K extends VariableName> = z.output<(typeof variables)[K]['schema']>;
/** Variables whose value must not be repeated in a message. */
const secrets: ReadonlySet<string> = new Set(['SHOPBELL_SIGN_IN_SECRET', 'DATABASE_URL']);

const readEnvironment = (flags: Flags, environment: Environment) => {
  const faults: string[] = [];
  const read = <K extends VariableName>(name: K): ValueOf<K> | undefined => {
    const alias = name === 'SHOPBELL_PORT' ? environment['PORT'] : undefined;
    const text = flags[name] ?? environment[name] ?? alias;
    if (text === undefined || text === '') return undefined;
    const parsed = variables[name].schema.safeParse(text);
    if (parsed.success) return parsed.data as ValueOf<K>;
    const given = secrets.has(name) ? '' : ` is ${JSON.stringify(text)} but`;
    const own = name === 'SHOPBELL_SIGN_IN_SECRET' ? ` ${parsed.error.issues[0]?.message}: it` : given;
    faults.push(`${name}${own} must be ${variables[name].wanted}`);
    return undefined;
  };
  return { read, faults };
};

const readShop = ({ read, faults }: ReturnType<typeof readEnvironment>): Config['shop'] => {
  const id = read('SHOPBELL_SHOP');
  const name = read('SHOPBELL_SHOP_NAME');
  const origins = read('SHOPBELL_ORIGINS');
  const signInSecret = read('SHOPBELL_SIGN_IN_SECRET');
  const uploads = read('SHOPBELL_UPLOADS');
  if (id !== undefined)
    return {
      id,
      name: name ?? id,
      origins: origins ?? [],
      ...(signInSecret ? { signInSecret } : {}),
      ...(uploads ? { uploads } : {}),
    };
  // The secret alone is for `shop add`, which names the shop by itself.
  if ([name, origins].some((value) => value !== undefined))
    faults.push('SHOPBELL_SHOP is missing: the other settings of the shop need it');
  return undefined;
};

const minuteMs = 60_000;

const readTimes = ({ read }: ReturnType<typeof readEnvironment>) => {
  const codeSender = read('SHOPBELL_CODE_SENDER');
  const minutes = read('SHOPBELL_PROOF_MINUTES');
  const retentionMs = read('SHOPBELL_RETENTION');
  return {
    ...(retentionMs === undefined ? {} : { retentionMs }),
    ...(codeSender === undefined ? {} : { codeSender }),
    ...(minutes === undefined ? {} : { identityFreshMs: minutes * minuteMs }),
  };
};

const unknownNames = (environment: Environment): string[] =>
  Object.keys(environment).filter((name) => name.startsWith('SHOPBELL_') && !Object.hasOwn(variables, name));

/**
 * Reads flags and environment; the only place that does. Throws `bad_request` naming every wrong value
 * and what is wanted instead. Secrets are not repeated.
 */
export const readConfig = (flags: Flags = {}, environment: Environment = process.env): Config => {
  const reader = readEnvironment(flags, environment);
  const { read, faults } = reader;
  const url = read('SHOPBELL_URL');
  const shop = readShop(reader);
  const data = read('SHOPBELL_DATA') ?? variables.SHOPBELL_DATA.fallback;
  const config: Config = {
    port: read('SHOPBELL_PORT') ?? Number(variables.SHOPBELL_PORT.fallback),
    host: read('SHOPBELL_HOST') ?? variables.SHOPBELL_HOST.fallback,
    databaseUrl: read('DATABASE_URL') ?? `file:${join(data, 'shopbell.db')}`,
    ...(url === undefined ? {} : { url }),
    ...(shop === undefined ? {} : { shop }),
    files: read('SHOPBELL_FILES') ?? join(data, 'files'),
    trustedProxies: read('SHOPBELL_TRUSTED_PROXIES') ?? [],
    ...readTimes(reader),
    logLevel: read('LOG_LEVEL') ?? variables.LOG_LEVEL.fallback,
    unknown: unknownNames(environment),
  };
  if (faults.length > 0) throw refuse('bad_request', `${faults.join('.\n')}.`);
  return config;
};
