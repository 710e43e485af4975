import { agentCommands, shopperCommands } from '@shopbell/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainMessage } from './plain-message.ts';

const schemas = [shopperCommands['message:send'].input, agentCommands['message:send'].input];
const part = { kind: 'text', text: 'hello ü 😀' };
const good = { conversation: 'cnv_abcdefgh', nonce: 'nonce-0001', parts: [part] };

const id = fc.oneof(
  fc.constantFrom(
    'cnv_abcdefgh',
    'nonce-0001',
    'cnv_',
    'cnv_abcdefgh\n',
    `cnv_${'x'.repeat(40)}`,
    `cnv_${'x'.repeat(41)}`,
  ),
  fc.stringMatching(/^(cnv_)?[A-Za-z0-9_-]{6,66}$/),
  fc.string(),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\n\u00a0',
    '\ufeff',
    'a\u0000b',
    '\ud800',
    'x'.repeat(4_000),
    'x'.repeat(4_001),
    '😀'.repeat(2_001),
  ),
);
const anyPart = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('text'), text }) },
  fc.record(
    { kind: fc.constantFrom('text', 'card', 'file'), text, more: fc.boolean() },
    { requiredKeys: ['kind'] },
  ),
  fc.anything(),
);
const message = fc.record(
  {
    conversation: fc.oneof(id, fc.anything()),
    nonce: fc.oneof(id, fc.anything()),
    parts: fc.oneof(fc.array(anyPart, { maxLength: 3 }), fc.anything()),
    choice: fc.anything(),
    extra: fc.boolean(),
  },
  { requiredKeys: ['conversation', 'nonce', 'parts'] },
);

test('what passes as a plain message is what both schemas take, unchanged', () => {
  let passed = 0;
  const near = fc.record({
    conversation: id,
    nonce: id,
    parts: fc.tuple(fc.record({ kind: fc.constant('text'), text })),
  });
  fc.assert(
    fc.property(fc.oneof(near, message), (input) => {
      if (!isPlainMessage(input)) return true;
      passed += 1;
      return schemas.every((schema) => {
        const parsed = schema.safeParse(input);
        return parsed.success && JSON.stringify(parsed.data) === JSON.stringify(input);
      });
    }),
    { numRuns: 5_000 },
  );
  expect(passed).toBeGreaterThan(50);
});

test('every good message of this shape passes', () => {
  expect(isPlainMessage(good)).toBe(true);
  expect(isPlainMessage({ ...good, parts: [{ kind: 'text', text: 'x'.repeat(4_000) }] })).toBe(true);
});

test.each([
  ['nothing', null],
  ['a text', 'hello'],
  ['no conversation', { nonce: good.nonce, parts: good.parts }],
  ['one field more', { ...good, page: null }],
  ['two parts', { ...good, parts: [part, part] }],
  ['a part with one field more', { ...good, parts: [{ ...part, bold: true }] }],
  ['a card', { ...good, parts: [{ kind: 'card', card: {} }] }],
  ['only white space', { ...good, parts: [{ kind: 'text', text: ' \n' }] }],
  ['an id with a line end', { ...good, conversation: 'cnv_abcdefgh\n' }],
  ['a list for a nonce', { ...good, nonce: ['nonce-0001'] }],
])('%s is left to the schema', (_, input) => {
  expect(isPlainMessage(input)).toBe(false);
});
