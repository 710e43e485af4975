import { sizes, type FileKind, type Uploads } from '@shopbell/protocol';

/** What a shop takes: kinds of files, each file up to so many bytes. No kinds: no files. */
export type UploadRules = { kinds: readonly FileKind[]; maxBytes: number };

/** What a shop takes where it has said nothing else. */
export const defaultRules: UploadRules = { kinds: ['pictures', 'documents'], maxBytes: sizes.uploadMaxBytes };

/** Types that are decoded and encoded anew, and as what. */
const encodedAs: Readonly<Record<string, string>> = {
  'image/jpeg': 'image/jpeg',
  'image/avif': 'image/jpeg',
  'image/png': 'image/png',
  'image/apng': 'image/png',
  'image/gif': 'image/png',
  'image/webp': 'image/webp',
};

/**
 * What bytes may be found to be, by kind, with the endings a name of that type may have; the first is given to names
 * without one. Nothing here can run by being opened: no markup, no scripts, no programs, no macros, no old Office files.
 */
const kinds: Readonly<Record<FileKind, Readonly<Record<string, readonly string[]>>>> = {
  pictures: {
    'image/jpeg': ['jpg', 'jpeg'],
    'image/png': ['png'],
    'image/gif': ['gif'],
    'image/webp': ['webp'],
    'image/avif': ['avif'],
    'image/apng': ['png', 'apng'],
  },
  documents: {
    'application/pdf': ['pdf'],
    'text/plain': ['txt', 'csv', 'tsv', 'md', 'log'],
    'application/rtf': ['rtf'],
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
    'application/vnd.oasis.opendocument.text': ['odt'],
    'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
    'application/vnd.oasis.opendocument.presentation': ['odp'],
  },
  archives: { 'application/zip': ['zip'] },
  audio: {
    'audio/mpeg': ['mp3'],
    'audio/mp4': ['m4a'],
    'audio/x-m4a': ['m4a'],
    'audio/ogg': ['ogg', 'oga', 'opus'],
    'audio/wav': ['wav'],
    'audio/aac': ['aac'],
  },
  video: {
    'video/mp4': ['mp4', 'm4v'],
    'video/x-m4v': ['m4v', 'mp4'],
    'video/quicktime': ['mov'],
    'video/webm': ['webm'],
  },
};
const endings = new Map(Object.values(kinds).flatMap((types) => Object.entries(types)));

/** The types of the kinds a shop takes. */
export const typesOf = ({ kinds: taken }: UploadRules): string[] =>
  taken.flatMap((kind) => Object.keys(kinds[kind]));

/** What a shop says it takes; `null`: no files. */
export const uploadsOf = (rules: UploadRules = defaultRules): Uploads | null =>
  rules.kinds.length === 0
    ? null
    : { kinds: [...rules.kinds], types: typesOf(rules), maxBytes: rules.maxBytes };

/** The type a picture is stored as; `null`: it is no picture, and is stored as it came. */
export const pictureTypeOf = (type: string): string | null => encodedAs[type] ?? null;

/** The endings of a type’s names, the usual one first. */
export const endingsOf = (type: string): readonly string[] => endings.get(type) ?? ['bin'];

/** Every ending a picture’s name may have had. */
export const pictureEndings: ReadonlySet<string> = new Set(Object.values(kinds.pictures).flat());
