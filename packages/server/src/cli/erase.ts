import { ConversationId, refuse, ShopbellError, ShopperId } from '@shopbell/protocol';
import type { Command } from 'commander';
import { openDatabase } from '../database.ts';
import { openFolderFiles } from '../files/folder-files.ts';
import { removeGone } from '../files/sweep.ts';
import { tellErased } from '../lifecycle/eraser.ts';
import { createErasing } from '../lifecycle/erase.ts';
import type { ErasureRow } from '../store/erasure-store.ts';
import type { Store } from '../store/store.ts';
import { withPlace } from './flags.ts';
import { atWork, chooseShop, type CommonOptions, type Surroundings, type Workplace } from './workplace.ts';

type EraseOptions = CommonOptions & { shopper?: string; conversation?: string };

const lookEveryMs = 250;
const progressEveryMs = 5_000;

const subjectOf = ({ shopper, conversation }: EraseOptions): ErasureRow['subject'] => {
  const subject =
    shopper === undefined ? ConversationId.safeParse(conversation) : ShopperId.safeParse(shopper);
  if ((shopper === undefined) !== (conversation === undefined) && subject.success) return subject.data;
  throw refuse('bad_request', 'Say whom or what: --shopper shp_… or --conversation cnv_…');
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A store of one’s own to erase with; `null`: a relay has the file, and erases. */
const openOwn = async (databaseUrl: string): Promise<Store | null> => {
  try {
    return await openDatabase(databaseUrl, 'relay');
  } catch (error) {
    if (error instanceof ShopbellError && error.code === 'unavailable') return null;
    throw error;
  }
};

const erasingOf = (store: Store, folder: string) =>
  createErasing({
    store,
    // Where the folder is not to be reached, the command says so.
    removeFiles: () => removeGone(store, openFolderFiles(folder)).then(() => true),
    append: (append) => store.append([append]),
    now: Date.now,
    onErased: tellErased({
      send: ({ conversation, side, event, json }) =>
        store.peers?.tell([{ kind: 'signal', conversation, side, event, json }]),
    }),
  });

/** Waits until it is done, doing it here where no relay does. */
const untilErased = async (
  { store, config }: Workplace,
  subject: ErasureRow['subject'],
  onProgress: (erasure: ErasureRow) => void,
): Promise<ErasureRow> => {
  const own = await openOwn(config.databaseUrl);
  const erasing = own && erasingOf(own, config.files);
  let tellAt = performance.now() + progressEveryMs;
  try {
    for (;;) {
      await erasing?.wishes();
      const erasure = await store.erasure(subject);
      if (erasure === null) throw refuse('not_found', `${subject} is no longer asked to be erased.`);
      if (erasure.doneAt !== null) return erasure;
      if (performance.now() > tellAt) {
        tellAt += progressEveryMs;
        onProgress(erasure);
      }
      await pause(lookEveryMs);
    }
  } finally {
    await own?.close();
  }
};

const erase = (around: Surroundings, options: EraseOptions): Promise<void> =>
  atWork(options, around, async (place) => {
    const subject = subjectOf(options);
    const { id: shop } = await chooseShop(place.store, options.shop);
    const asked = await place.store.askErasure({ subject, shop, askedAt: Date.now() });
    if (asked === null) throw refuse('not_found', `There is no ${subject} in the shop “${shop}”.`);
    const { entries } = await untilErased(place, subject, ({ entries: by }) =>
      around.err(`${by} entries erased; what is left waits for its actions to end, or is under way …\n`),
    );
    const kept = 'Backups taken before still have it.';
    place.output.done(`${subject} is erased: ${entries} entries. ${kept}`, { erased: subject, entries });
  });

/** `shopbell erase` */
export const addEraseCommand = (program: Command, around: Surroundings): void => {
  withPlace(program.command('erase'))
    .description('erase a shopper and all they said, or one conversation; may run beside the relay')
    .option('--shopper <id>', 'whom')
    .option('--conversation <id>', 'which')
    .action((options: EraseOptions) => erase(around, options));
};
