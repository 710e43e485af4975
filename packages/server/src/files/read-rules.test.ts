import { expect, test } from 'vitest';
import { uploadsOf } from './kinds.ts';
import { readUploads } from './read-rules.ts';

const mebibyte = 1_048_576;

test.each([
  ['pictures', { kinds: ['pictures'], maxBytes: 10 * mebibyte }],
  ['pictures, documents:5MB', { kinds: ['pictures', 'documents'], maxBytes: 5 * mebibyte }],
  ['video,video:100MB', { kinds: ['video'], maxBytes: 100 * mebibyte }],
  ['none', { kinds: [], maxBytes: 10 * mebibyte }],
])('%s is what a shop takes', (text, rules) => {
  expect(readUploads(text)).toEqual(rules);
});

test.each([
  '',
  'programs',
  'pictures:0MB',
  'pictures:101MB',
  'pictures:5',
  'none,pictures',
  'pictures;documents',
])('%j is no such thing', (text) => {
  expect(readUploads(text)).toBeNull();
});

test('what a shop takes is said with its media types; none of them can run', () => {
  const all = uploadsOf({ kinds: ['pictures', 'documents', 'archives', 'audio', 'video'], maxBytes: 1 });
  expect(all?.types).toContain('application/pdf');
  expect(all?.types.filter((type) => /html|svg|xml$|script|macro|x-ms|executable|java/i.test(type))).toEqual(
    [],
  );
  expect(uploadsOf({ kinds: [], maxBytes: 1 })).toBeNull();
});
