import { z } from 'zod';
import { Card } from './cards.ts';
import { text } from './fields.ts';
import { FileRef, StoredFile } from './files.ts';
import { sizes } from './limits.ts';

const TextPart = z.strictObject({ kind: z.literal('text'), text: text(sizes.textMaxChars) });
const CardPart = z.strictObject({ kind: z.literal('card'), card: Card });
/** A part of a message. */
export const Part = z.discriminatedUnion('kind', [
  TextPart,
  z.strictObject({ kind: z.literal('file'), file: StoredFile }),
  CardPart,
]);
export type Part = z.infer<typeof Part>;
export const Parts = z.array(Part).min(1).max(sizes.partsMax);

const FilePart = z.strictObject({ kind: z.literal('file'), file: FileRef });
/** A part as it is sent: a file by its id alone. */
export const SentPart = z.discriminatedUnion('kind', [TextPart, FilePart, CardPart]);
export type SentPart = z.infer<typeof SentPart>;
export const SentParts = z.array(SentPart).min(1).max(sizes.partsMax);
/** What a shopper may send: no cards. */
export const ShopperParts = z
  .array(z.discriminatedUnion('kind', [TextPart, FilePart]))
  .min(1)
  .max(sizes.partsMax);
