import { FileKind, sizes } from '@shopbell/protocol';
import type { UploadRules } from './kinds.ts';

const rulesPattern = /^(none|[a-z]+(?:,[a-z]+)*)(?::([0-9]{1,3})MB)?$/;

/** What a shop takes, as it is written in settings: `pictures,documents:5MB`, `none`. `null`: that cannot be read. */
export const readUploads = (text: string): UploadRules | null => {
  const [, list, megabytes] = rulesPattern.exec(text.replaceAll(' ', '')) ?? [];
  if (list === undefined) return null;
  const kinds = FileKind.array().safeParse(list === 'none' ? [] : [...new Set(list.split(','))]);
  const maxBytes = megabytes === undefined ? sizes.uploadMaxBytes : Number(megabytes) * 1_048_576;
  return kinds.success && isSize(maxBytes) ? { kinds: kinds.data, maxBytes } : null;
};

/** Whether files may be so large: from one byte to the relay’s bound. */
export const isSize = (bytes: number): boolean =>
  Number.isSafeInteger(bytes) && bytes >= 1 && bytes <= uploadBoundBytes;

/** What no shop may go beyond: larger files belong elsewhere than in a chat. */
const uploadBoundBytes = 100 * 1_048_576;
