import { z } from 'zod';
import type { Command } from './command.ts';
import { At, FileId, Label } from './fields.ts';
import { sizes } from './limits.ts';
import type { Role } from './people.ts';

/**
 * A file as entries name it. `type` is what its bytes are, `bytes` how many there are to read. With `picture` it can be
 * shown: it measures so many pixels, and has a small version with a longer side of at most `sizes.thumbnailMaxSide`.
 */
export const StoredFile = z.strictObject({
  id: FileId,
  name: Label,
  type: Label,
  bytes: z.int().min(0),
  picture: z.strictObject({ width: z.int().min(1), height: z.int().min(1) }).optional(),
});
export type StoredFile = z.infer<typeof StoredFile>;

/** A file as who sends it names it: what it is, the relay knows. */
export const FileRef = z.strictObject({ id: FileId });

/** Files of a message or a note, by their ids. */
export const FileIds = z.array(FileId).min(1).max(sizes.partsMax);

/** What a shop may take, by kind. */
export const FileKind = z.enum(['pictures', 'documents', 'archives', 'audio', 'video']);
export type FileKind = z.infer<typeof FileKind>;

/** What a shop takes: these kinds, as media types too, each file up to so many bytes. */
export const Uploads = z.strictObject({
  kinds: z.array(FileKind),
  types: z.array(z.string()),
  maxBytes: z.int().min(1),
});
export type Uploads = z.infer<typeof Uploads>;

/** What `POST /v1/uploads` answers. */
export const Uploaded = z.strictObject({ file: StoredFile });
export type Uploaded = z.infer<typeof Uploaded>;

/** What each side may ask about files; the bytes themselves go by HTTP. */
export const fileCommands = <R extends Role | 'shopper'>(roles: readonly R[]) =>
  ({
    'file:link': {
      summary:
        'Addresses on this relay under which a file’s bytes, and of a picture a small version, can be read for a few minutes.',
      input: z.strictObject({ file: FileId }),
      output: z.strictObject({
        /** A path on the relay. It stands for who asked: it is void as soon as their token or key is. */
        url: z.string(),
        thumbnail: z.string().optional(),
        expiresAt: At,
      }),
      roles,
    },
  }) as const satisfies Record<string, Command>;
