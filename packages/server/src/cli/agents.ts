import { Role, refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import type { PersonRow } from '../store/store.ts';
import { withPlace } from './flags.ts';
import { atWork, chooseShop, type CommonOptions, type Surroundings, type Workplace } from './workplace.ts';

type AddOptions = CommonOptions & { name: string; role: string; url?: string };
type LinkOptions = CommonOptions & { url?: string };

/** Reads a role, naming those there are. */
export const readRole = (text: string): Role => {
  const role = Role.safeParse(text);
  if (role.success) return role.data;
  throw refuse(
    'bad_request',
    `--role is ${JSON.stringify(text)} but must be one of ${Role.options.join(', ')}.`,
  );
};

/** What kind of somebody has a role. */
export const kindOf = (role: Role): PersonRow['kind'] =>
  role === 'bot' || role === 'office' ? role : 'agent';

/** The one-time link by which somebody signs in at the desk. */
const deskLink = async (place: Workplace, who: { shop: string; person: string; url: string | undefined }) => {
  const code = await place.admin.signInCode({ shop: who.shop, person: who.person });
  const { url, host, port } = place.config;
  const reached =
    who.url ?? url ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
  return `${reached.replace(/\/$/, '')}/desk#code=${code}`;
};

const addAgent = (around: Surroundings, options: AddOptions): Promise<void> =>
  atWork(options, around, async (place) => {
    const { store, admin, output } = place;
    const role = readRole(options.role);
    const kind = kindOf(role);
    const { id: shop } = await chooseShop(store, options.shop);
    const { name } = options;
    const { id } = await admin.addPerson({ shop, kind, role, name });
    if (kind !== 'agent') {
      output.done(`${name} (${id}) added as ${role}. Next: \`shopbell key create --agent ${id}\``, {
        agent: { id, name, role },
      });
      return;
    }
    const link = await deskLink(place, { shop, person: id, url: options.url });
    output.done(`${name} (${id}) added as ${role}. Sign in once, within a day, with this link:\n${link}`, {
      agent: { id, name, role },
      link,
    });
  });

const linkAgent = (around: Surroundings, id: string, options: LinkOptions): Promise<void> =>
  atWork(options, around, async (place) => {
    const { id: shop } = await chooseShop(place.store, options.shop);
    const person = await place.store.person(shop, id);
    if (person === null || person.removedAt !== null)
      throw refuse(
        'not_found',
        `There is no agent ${id} in the shop “${shop}”. \`shopbell agent list\` shows them.`,
      );
    if (person.kind !== 'agent')
      throw refuse(
        'bad_request',
        `${person.name} is a ${person.role} and has no desk. Use \`shopbell key create\`.`,
      );
    const link = await deskLink(place, { shop, person: id, url: options.url });
    place.output.done(`Sign in once, within a day, with this link:\n${link}`, { link });
  });

const listAgents = (around: Surroundings, options: CommonOptions): Promise<void> =>
  atWork(options, around, async ({ store, admin, output }) => {
    const { id: shop } = await chooseShop(store, options.shop);
    const agents = (await admin.people(shop))
      .filter(({ removedAt }) => removedAt === null)
      .map(({ id, name, role }) => ({ id, name, role }));
    output.table(agents, { agents });
  });

/** `shopbell agent add|link|list` */
export const addAgentCommands = (program: Command, around: Surroundings): void => {
  const agent = program.command('agent').description('who answers: people, bots, back offices');
  withPlace(agent.command('add'))
    .description('add somebody and print their one-time link to the desk')
    .requiredOption('--name <name>', 'their name as shoppers read it')
    .option('--role <role>', `one of ${Role.options.join(', ')}`, 'agent')
    .option('--url <url>', 'the relay’s address as browsers see it')
    .action((options: AddOptions) => addAgent(around, options));
  withPlace(agent.command('link <id>'))
    .description('print another one-time link to the desk')
    .option('--url <url>', 'the relay’s address as browsers see it')
    .action((id: string, options: LinkOptions) => linkAgent(around, id, options));
  withPlace(agent.command('list'))
    .description('who there is')
    .action((options: CommonOptions) => listAgents(around, options));
};
