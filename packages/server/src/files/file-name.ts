import { sizes } from '@shopbell/protocol';
import { endingsOf, pictureEndings, pictureTypeOf } from './kinds.ts';

// What is not seen, turns the reading direction, or means something to a file system.
// oxlint-disable-next-line no-control-regex -- these are what is to be removed
const unwanted = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const nameless = 'file';

/** Without a folder, of either kind of system. */
const lastOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? '';

const split = (name: string): { stem: string; ending: string } => {
  const dot = name.lastIndexOf('.');
  return dot <= 0
    ? { stem: name, ending: '' }
    : { stem: name.slice(0, dot), ending: name.slice(dot + 1).toLowerCase() };
};

const shortened = (stem: string, maxChars: number): string => {
  const cut = stem.slice(0, maxChars);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
};

/**
 * The name a file is kept under: what the sender called it, without folders, what is not seen, and what turns the reading
 * direction, and with an ending that is true of its type. At most `sizes.fileNameMaxChars` characters.
 */
export const nameFor = (given: string, type: string): string => {
  const clean = lastOf(given.toWellFormed().normalize('NFC').replaceAll('\u0000', ''))
    .replaceAll(unwanted, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '');
  const { stem, ending } = split(clean);
  const right = endingsOf(type);
  const usual = right[0] ?? 'bin';
  // A picture’s ending follows what it was encoded as; any other that is not true stays, as a part of the name.
  const isReplaced = right.includes(ending) || (pictureTypeOf(type) !== null && pictureEndings.has(ending));
  const kept = isReplaced ? stem : clean;
  const last = right.includes(ending) ? ending : usual;
  const safe =
    kept === '' || reserved.test(kept.split('.')[0] ?? '') ? `${nameless}${kept && `-${kept}`}` : kept;
  return `${shortened(safe, sizes.fileNameMaxChars - last.length - 1)}.${last}`;
};

/** A name as `Content-Disposition` says it: plain letters for the old, the name itself for everybody else. */
export const disposition = (how: 'inline' | 'attachment', name: string): string => {
  const plain = name.replaceAll(/[^A-Za-z0-9._ -]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
