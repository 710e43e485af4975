import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Money that went out. `key` is what the tool gave as the idempotency key. */
export type Effect = { key: string; cents: number };

/**
 * A payment provider as its own books show it: one file per effect, put in place whole and synced, so that a process
 * that dies cannot lie about it. `keyed`: a key that is known pays nothing; else whoever asks twice pays twice.
 */
export type PaymentLedger = {
  pay: (effect: Effect) => void;
  find: (key: string) => Effect | undefined;
  /** Everything that happened. */
  effects: () => Effect[];
  /** True the first time it is asked for a name, over all processes and restarts. */
  isFirst: (name: string) => boolean;
};

const isThereAlready = (error: unknown): boolean => (error as { code?: string }).code === 'EEXIST';

let count = 0;

const writeSynced = (path: string, text: string): void => {
  const file = openSync(path, 'wx');
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Opens the books in a folder; several processes may. */
export const openPaymentLedger = (folder: string, { keyed }: { keyed: boolean }): PaymentLedger => {
  const [effectsFolder, draftsFolder, marksFolder] = ['effects', 'drafts', 'marks'].map((name) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  }) as [string, string, string];

  const read = (name: string): Effect =>
    JSON.parse(readFileSync(join(effectsFolder, name), 'utf8')) as Effect;
  return {
    pay: (effect) => {
      const unique = `${effect.key}~${process.pid}-${(count += 1)}`;
      const draft = join(draftsFolder, unique);
      writeSynced(draft, JSON.stringify(effect));
      try {
        linkSync(draft, join(effectsFolder, keyed ? effect.key : unique));
      } catch (error) {
        if (!isThereAlready(error)) throw error;
      }
      rmSync(draft);
    },
    find: (key) => {
      const name = readdirSync(effectsFolder).find((each) => each === key || each.startsWith(`${key}~`));
      return name === undefined ? undefined : read(name);
    },
    effects: () => readdirSync(effectsFolder).map(read),
    isFirst: (name) => {
      try {
        writeSynced(join(marksFolder, name), '');
        return true;
      } catch (error) {
        if (isThereAlready(error)) return false;
        throw error;
      }
    },
  };
};
