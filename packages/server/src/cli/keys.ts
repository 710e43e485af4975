import { Scope, refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import { defaultScopes } from '../admin.ts';
import { kindOf, readRole } from './agents.ts';
import { readDuration } from './duration.ts';
import { gather, withData, withPlace } from './flags.ts';
import { atWork, chooseShop, type CommonOptions, type Surroundings, type Workplace } from './workplace.ts';

type CreateOptions = CommonOptions & {
  name: string;
  agent?: string;
  role: string;
  scope: string[];
  expires?: string;
};

const readScopes = (texts: readonly string[]): readonly Scope[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      const scope = Scope.safeParse(text.trim());
      if (scope.success) return scope.data;
      throw refuse(
        'bad_request',
        `--scope is ${JSON.stringify(text)} but must be read, reply, admin, action:* or action:<name>.`,
      );
    });

/** Whose key it becomes: somebody who is there, or a new one of the role, taken back when no key comes of it. */
const holderOf = async ({ store, admin }: Workplace, shop: string, options: CreateOptions) => {
  if (options.agent === undefined) {
    const role = readRole(options.role);
    const { id } = await admin.addPerson({ shop, kind: kindOf(role), role, name: options.name });
    return { id, role, undo: () => admin.removePerson(shop, id) };
  }
  const person = await store.person(shop, options.agent);
  if (person !== null && person.removedAt === null)
    return { id: person.id, role: person.role, undo: () => Promise.resolve() };
  throw refuse(
    'not_found',
    `There is no agent ${options.agent} in the shop “${shop}”. \`shopbell agent list\` shows them.`,
  );
};

const createKey = (around: Surroundings, options: CreateOptions): Promise<void> =>
  atWork(options, around, async (place) => {
    const { store, admin, output } = place;
    const expiresInMs = options.expires === undefined ? undefined : readDuration(options.expires);
    const named = readScopes(options.scope);
    const { id: shop } = await chooseShop(store, options.shop);
    const holder = await holderOf(place, shop, options);
    const scopes = named.length > 0 ? named : defaultScopes[holder.role];
    const request = { shop, person: holder.id, scopes, name: options.name, expiresInMs };
    const { id, key } = await admin.createKey(request).catch(async (error: unknown) => {
      await holder.undo();
      throw error;
    });
    output.done(
      `${key}\nThis is key ${id} of ${holder.id} (${holder.role}; ${scopes.join(', ')}). It is shown this once: keep it now.`,
      { id, key, agent: holder.id, role: holder.role, scopes },
    );
  });

const day = (at: number | null, otherwise: string): string =>
  at === null ? otherwise : new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const listKeys = (around: Surroundings, options: CommonOptions): Promise<void> =>
  atWork(options, around, async ({ store, admin, output }) => {
    const { id: shop } = await chooseShop(store, options.shop);
    const keys = await admin.listKeys(shop);
    output.table(
      keys.map(({ id, name, person, scopes, createdAt, expiresAt, revokedAt }) => ({
        id,
        name,
        agent: person,
        scopes: scopes.join(' '),
        created: day(createdAt, ''),
        expires: day(expiresAt, 'never'),
        revoked: day(revokedAt, '-'),
      })),
      { keys },
    );
  });

const revokeKey = (around: Surroundings, id: string, options: CommonOptions): Promise<void> =>
  atWork(options, around, async ({ admin, output }) => {
    const revoked = await admin.revokeKey(id);
    if (!revoked)
      throw refuse('not_found', `There is no key ${id} to revoke. \`shopbell key list\` shows them.`);
    output.done(`Key ${id} is revoked; a running relay cuts it off within a second.`, { id, revoked: true });
  });

/** `shopbell key create|list|revoke` */
export const addKeyCommands = (program: Command, around: Surroundings): void => {
  const key = program.command('key').description('keys for programs: bots, back offices, tools');
  withPlace(key.command('create'))
    .description('make a key and print it, this once')
    .requiredOption('--name <name>', 'what it is for; also the name of the bot or office made with it')
    .option('--agent <id>', 'whose key it is; left out: somebody new of the role')
    .option('--role <role>', 'the role of somebody new', 'bot')
    .option('--scope <scope>', 'read, reply, admin, action:<name> or action:*; several allowed', gather, [])
    .option('--expires <time>', 'such as 12h, 90d, 4w; left out: never')
    .action((options: CreateOptions) => createKey(around, options));
  withPlace(key.command('list'))
    .description('the keys there are; never the secrets')
    .action((options: CommonOptions) => listKeys(around, options));
  withData(key.command('revoke <id>'))
    .description('end a key; its connections close within a second')
    .action((id: string, options: CommonOptions) => revokeKey(around, id, options));
};
