import { refuse } from '@shopbell/protocol';
import { createAdmin, type Admin } from '../admin.ts';
import { readConfig, type Config, type Environment, type Flags } from '../config.ts';
import { openDatabase } from '../database.ts';
import type { ShopRow, Store } from '../store/store.ts';
import { createOutput, type Output } from './output.ts';

/** Where a command runs: what it reads and where it writes. Without an environment: the process’s own. */
export type Surroundings = {
  environment?: Environment;
  out: (text: string) => void;
  err: (text: string) => void;
};

/** Flags every command but `serve` takes. */
export type CommonOptions = { data?: string; shop?: string; json?: boolean };
/** What those commands work with. */
export type Workplace = { store: Store; admin: Admin; config: Config; output: Output };

/** Common flags as the configuration knows them. */
export const flagsOf = ({ data }: CommonOptions): Flags =>
  data === undefined ? {} : { SHOPBELL_DATA: data };

/** Opens the database beside a relay that may be running, does the work, closes it. */
export const atWork = async (
  options: CommonOptions,
  around: Surroundings,
  work: (place: Workplace) => Promise<void>,
): Promise<void> => {
  const config = readConfig(flagsOf(options), around.environment);
  const store = await openDatabase(config.databaseUrl, 'visitor');
  try {
    const output = createOutput(options.json === true, around.out);
    await work({ store, admin: createAdmin({ store }), config, output });
  } finally {
    await store.close();
  }
};

/** The shop that is meant: the one named, or the only one there is. */
export const chooseShop = async (store: Store, named: string | undefined): Promise<ShopRow> => {
  const shops = await store.shops();
  const ids = shops.map((shop) => shop.id).join(', ');
  if (shops.length === 0)
    throw refuse('not_found', 'There is no shop yet. Make one: `shopbell shop add <id> --origin <origin>`.');
  if (named === undefined) {
    const [only, ...others] = shops;
    if (only !== undefined && others.length === 0) return only;
    throw refuse('bad_request', `There are several shops: say which with --shop (${ids}).`);
  }
  const shop = shops.find(({ id }) => id === named);
  if (shop === undefined) throw refuse('not_found', `There is no shop “${named}”. There are: ${ids}.`);
  return shop;
};
