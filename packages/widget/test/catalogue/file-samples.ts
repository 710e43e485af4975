import type { UploadState } from '@shopbell/client';
import type { StoredFile } from '@shopbell/protocol';
import type { Attached } from '../../src/panel/attached.ts';
import { byShopper, entry, live, own, refused, samplesOf, says, shows, talk, type Sample } from './sample.ts';
import type { Said } from './said.ts';

const picture =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="%238a5a00"/><circle cx="30" cy="20" r="12" fill="%23fcfbf8"/></svg>';
const tin: StoredFile = {
  id: 'fil_catalogue000',
  name: 'tin.jpg',
  type: 'image/jpeg',
  bytes: 482_133,
  picture: { width: 1_200, height: 800 },
};
const bill: StoredFile = {
  id: 'fil_catalogue001',
  name: 'Rechnung AS-10443.pdf',
  type: 'application/pdf',
  bytes: 88_213,
};
const longName: StoredFile = { ...bill, name: `${'a-very-long-name-'.repeat(8)}.docx` };
const uploads = {
  kinds: ['pictures', 'documents', 'archives', 'audio', 'video'] as const,
  types: ['image/jpeg', 'application/pdf'],
  maxBytes: 10_485_760,
};
const attached = (name: string, upload: UploadState, preview: string | null = null): Attached => ({
  key: name.replaceAll(/\W/g, ''),
  name,
  bytes: 1_000,
  preview,
  upload,
});
const failed = (reason: string): Attached =>
  attached(`${reason}.bin`, { name: 'failed', error: refused('unsupported_file', { reason }) });

const tray = (files: readonly Attached[], goesWhenThrough = false): Omit<Sample, 'view' | 'name'> => ({
  state: {
    ...live,
    uploads: { ...uploads, kinds: [...uploads.kinds] },
    attachments: { isOpen: true, files, goesWhenThrough },
  },
});
const linked = (given: Record<string, unknown>) => ({ 'file:link': () => given });
const url = { url: picture, thumbnail: picture, expiresAt: Date.now() + 300_000 };

/** What waits in the composer, and files in what was said. */
export const fileViews = (said: Said): Sample[] => {
  const sentBoth = talk(
    own(said.ask),
    entry(
      'message',
      {
        parts: [
          { kind: 'text', text: said.more },
          { kind: 'file', file: tin },
          { kind: 'file', file: bill },
        ],
      },
      byShopper,
    ),
    shows([
      { kind: 'file', file: longName },
      { kind: 'file', file: { ...tin, name: 'portrait.png', picture: { width: 300, height: 2_000 } } },
    ]),
    says(said.answer),
  );
  return samplesOf('files', {
    'may be sent': { state: { ...live, uploads: { ...uploads, kinds: [...uploads.kinds] } } },
    'nothing chosen': tray([]),
    'on their way': tray([
      attached('half.jpg', { name: 'sending', sent: 500, bytes: 1_000 }, picture),
      attached('checking.pdf', { name: 'sending', sent: 1_000, bytes: 1_000 }),
      attached(longName.name, { name: 'sending', sent: 1, bytes: 1_000 }),
    ]),
    ready: tray([
      attached('tin.jpg', { name: 'done', file: tin }, picture),
      attached('bill.pdf', { name: 'done', file: bill }),
    ]),
    waiting: tray([
      attached('line.txt', { name: 'waiting', error: refused('disconnected'), retryAt: 0 }),
      attached('later.txt', { name: 'waiting', error: refused('rate_limited'), retryAt: 0 }),
    ]),
    'goes when through': tray([attached('half.jpg', { name: 'sending', sent: 500, bytes: 1_000 })], true),
    refused: tray(['unknown', 'unwanted', 'unreadable', 'too_many_pixels', 'empty'].map(failed)),
    'refused otherwise': tray([
      attached('large.mov', { name: 'failed', error: refused('too_large') }),
      attached('out.txt', { name: 'failed', error: refused('unauthenticated') }),
      attached('other.txt', { name: 'failed', error: refused('internal') }),
    ]),
    sent: { state: sentBoth, answers: linked(url) },
    'on the way to be shown': { state: sentBoth, answers: { 'file:link': () => new Promise(() => {}) } },
    gone: { state: sentBoth, answers: { 'file:link': () => Promise.reject(refused('not_found')) } },
  });
};
