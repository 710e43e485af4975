import { ShopId, refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { gather, withData } from './flags.ts';
import { atWork, flagsOf, type CommonOptions, type Surroundings } from './workplace.ts';

type AddOptions = CommonOptions & {
  name?: string;
  origin: string[];
  signInSecret?: string;
  uploads?: string;
};

/** A shop as flags say it, checked by the same rules as the environment’s. */
const readShop = (id: string, options: AddOptions, { environment }: Surroundings) => {
  if (!ShopId.safeParse(id).success)
    throw refuse(
      'bad_request',
      `The shop’s id is ${JSON.stringify(id)} but must be lower-case letters, digits and dashes.`,
    );
  const { shop } = readConfig(
    {
      ...flagsOf(options),
      SHOPBELL_SHOP: id,
      SHOPBELL_SHOP_NAME: options.name ?? id,
      SHOPBELL_ORIGINS: options.origin.join(','),
      ...(options.uploads === undefined ? {} : { SHOPBELL_UPLOADS: options.uploads }),
    },
    environment,
  );
  return shop ?? { id, name: id, origins: [] };
};

/** The configuration’s sign-in secret as the key that checks JWTs. */
export const signInKeys = (secret: string) =>
  [{ kid: 'default', algorithm: 'HS256', key: Buffer.from(secret).toString('base64url') }] as const;

const addShop = (around: Surroundings, id: string, options: AddOptions): Promise<void> =>
  atWork(options, around, async ({ store, admin, output }) => {
    const { name, origins, signInSecret, uploads } = readShop(id, options, around);
    const known = await store.shop(id);
    const keys = signInSecret === undefined ? (known?.signInKeys ?? []) : signInKeys(signInSecret);
    await admin.saveShop({ id, name, origins, signInKeys: [...keys], uploads });
    const verb = known === null ? 'added' : 'changed';
    output.done(
      `Shop “${name}” (${id}) ${verb}. Its pages: ${origins.join(', ') || 'none yet: add them with --origin'}.\n` +
        `Next: \`shopbell agent add --shop ${id} --name <name>\``,
      { shop: { id, name, origins } },
    );
  });

const listShops = (around: Surroundings, options: CommonOptions): Promise<void> =>
  atWork(options, around, async ({ store, output }) => {
    const shops = (await store.shops()).map(({ id, name, origins, signInKeys: keys }) => ({
      id,
      name,
      origins,
      signIn: keys.map(({ kid }) => kid),
    }));
    output.table(
      shops.map(({ id, name, origins, signIn }) => ({
        id,
        name,
        origins: origins.join(' ') || '-',
        'sign-in keys': signIn.join(' ') || '-',
      })),
      { shops },
    );
  });

/** `shopbell shop add|list` */
export const addShopCommands = (program: Command, around: Surroundings): void => {
  const shop = program.command('shop').description('shops on this relay');
  withData(shop.command('add <id>'))
    .description('add a shop, or change it; SHOPBELL_SIGN_IN_SECRET, if set, becomes its sign-in secret')
    .option('--name <name>', 'its name as shoppers read it')
    .option('--origin <origin>', 'an origin of its pages; may be given several times', gather, [])
    .option('--uploads <kinds>', 'the files it takes, such as pictures,documents:5MB, or none')
    .action((id: string, options: AddOptions) => addShop(around, id, options));
  withData(shop.command('list'))
    .description('the shops there are')
    .action((options: CommonOptions) => listShops(around, options));
};
