import type { Readable } from 'node:stream';

/**
 * Where the bytes of files are: names of ours and what they stand for, as a bucket has it. Several relays on one database
 * share one. Each method rejects where the place itself cannot be reached.
 */
export interface Files {
  /** Keeps the bytes of a file on this machine under a name, whole or not at all; durable when it resolves. The source may be moved away. */
  put: (name: string, source: string) => Promise<void>;
  /** The bytes from their beginning; `null`: there is nothing of this name. */
  read: (name: string) => Promise<{ bytes: number; stream: Readable } | null>;
  /** Nothing of this name is left when it resolves, be there something or not. */
  remove: (name: string) => Promise<void>;
  /** The names there are, with when each was put there, in any order. */
  list: () => AsyncIterable<{ name: string; at: number }>;
  /** Whether more may be put there without taking the room others need. */
  hasRoom: () => Promise<boolean>;
}

/** The name of a file’s bytes, or of its small version’s. */
export const bytesName = (id: string, version: 'whole' | 'small' = 'whole'): string =>
  version === 'whole' ? id : `${id}.small`;

/** The id of the file whose bytes a name is of. */
export const idOfName = (name: string): string => name.replace(/\.small$/, '');
