import type { StoredFile } from '@shopbell/protocol';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Caller } from '../gate/caller.ts';
import type { Limits } from '../gate/limits.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { createExaminer, type ExaminerOptions } from './examiner.ts';
import type { Files } from './files.ts';
import { createReadFile, type FileToRead } from './read-file.ts';
import type { SpoolOptions } from './spool.ts';
import { removeStrange, sweep } from './sweep.ts';
import { createTaker } from './take-upload.ts';
import { createUploads, type AskedUpload } from './uploads.ts';

/** Where files are kept, and where they are while they come. `leave`: what is done with both at the end. */
export type FilePlace = { files: Files; incoming: string; leave?: () => Promise<void> };

/** Everything a relay does with files. */
export interface FileRoom {
  take: (caller: Caller, asked: AskedUpload) => Promise<{ file: StoredFile }>;
  read: (path: string) => Promise<FileToRead | null>;
  close: () => Promise<void>;
}

export type FileRoomOptions = {
  place: FilePlace;
  store: Store;
  log: Log;
  limits: Limits;
  now: () => number;
  logger: Record<'info' | 'error', (fields: object, message: string) => void>;
  sweepEveryMs?: number;
  patience?: Pick<SpoolOptions, 'stallMs' | 'maxMs'>;
  examiner?: Partial<ExaminerOptions>;
};

const sweepEveryMsDefault = 60_000;
/** How many sweeps there are to one look for bytes without a row. */
const sweepsPerList = 60;
const leftOverMs = 24 * 3_600_000;

/** A folder of this relay’s own among the incoming, made when the first file comes; those of relays long gone are removed. */
const createIncoming = (incoming: string) => {
  let own: Promise<string> | null = null;
  const removeLeftOver = async (): Promise<void> => {
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const stats = await stat(path).catch(() => null);
      if (stats !== null && stats.mtimeMs < Date.now() - leftOverMs)
        await rm(path, { recursive: true, force: true });
    }
  };
  const make = async (): Promise<string> => {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await removeLeftOver();
    return mkdtemp(join(incoming, 'relay-'));
  };
  return {
    folder: (): Promise<string> => {
      own ??= make();
      own.catch(() => {
        own = null;
      });
      return own;
    },
    remove: async (): Promise<void> => {
      const folder = await own?.catch(() => null);
      if (folder !== null && folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Sweeps now and then. `close` resolves when the one under way is done. */
const startSweeping = ({
  store,
  place,
  now,
  logger,
  sweepEveryMs = sweepEveryMsDefault,
}: FileRoomOptions) => {
  let timer: NodeJS.Timeout | undefined;
  let sweeping = Promise.resolve();
  let sweeps = 0;
  let isClosed = false;
  const look = async (): Promise<void> => {
    await sweep(store, place.files, now());
    if (sweeps % sweepsPerList === 0) {
      const removed = await removeStrange(store, place.files, Date.now());
      if (removed > 0) logger.info({ removed }, 'removed bytes of files that no row knows');
    }
    sweeps += 1;
  };
  const plan = (): void => {
    if (isClosed) return;
    timer = setTimeout(() => {
      sweeping = look()
        .catch((error: unknown) => logger.error({ err: error }, 'files could not be swept'))
        .finally(plan);
    }, sweepEveryMs).unref();
  };
  plan();
  return async (): Promise<void> => {
    isClosed = true;
    clearTimeout(timer);
    await sweeping;
  };
};

/** Opens what takes, keeps and gives out files. */
export const openFileRoom = (options: FileRoomOptions): FileRoom => {
  const { place, store, log, limits, now, logger, patience } = options;
  const { files } = place;
  const incoming = createIncoming(place.incoming);
  const examiner = createExaminer({ folder: place.incoming, ...options.examiner });
  const spoolFolder = incoming.folder;
  const taking = { store, files, examiner, spoolFolder, now, ...(patience ? { patience } : {}) };
  const onMissing = ({ id }: { id: string }): void =>
    logger.error({ file: id }, 'the bytes of a file are not there: do all relays share one SHOPBELL_FILES?');
  const stopSweeping = startSweeping(options);
  return {
    take: createUploads({ store, log, limits, take: createTaker(taking) }),
    read: createReadFile({ store, files, now, onMissing }),
    close: async () => {
      await Promise.all([stopSweeping(), examiner.close()]);
      await incoming.remove();
      await place.leave?.();
    },
  };
};
