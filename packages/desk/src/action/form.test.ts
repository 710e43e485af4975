import type { JsonSchema } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { initialAnswers, readAnswers } from './answers.ts';
import { fieldsOf, labelOf } from './fields.ts';
import type { Answers } from './values.ts';

const schema = (properties: JsonSchema, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const read = (of: JsonSchema, answers: Answers) => {
  const fields = fieldsOf(of);
  return readAnswers(fields, { ...initialAnswers(fields), ...answers });
};

test.each([
  ['orderNumber', 'Order number'],
  ['postal_code', 'Postal code'],
  ['sku', 'Sku'],
])('the name %s is asked as “%s” when the schema has no title', (name, label) => {
  expect(labelOf(name)).toBe(label);
});

describe('one field of each kind', () => {
  const cases: [string, JsonSchema, Answers[string], unknown][] = [
    ['a text', { type: 'string' }, 'LT-1', 'LT-1'],
    ['a mail address', { type: 'string', format: 'email' }, 'a@b.example', 'a@b.example'],
    ['a number with a comma', { type: 'number' }, '1,5', 1.5],
    ['an integer', { type: 'integer' }, ' 12 ', 12],
    ['a tick', { type: 'boolean' }, true, true],
    ['a choice', { enum: ['red', 'blue'] }, '1', 'blue'],
    ['a choice of numbers', { enum: [1, 2] }, '0', 1],
    ['a choice of constants', { anyOf: [{ const: 'a' }, { const: 'b' }] }, '1', 'b'],
    ['a list of texts', { type: 'array', items: { type: 'string' } }, ['a', ' ', 'b'], ['a', 'b']],
    ['a list of integers', { type: 'array', items: { type: 'integer' } }, ['1', '2'], [1, 2]],
    ['JSON for what has no control', { type: 'array', items: { type: 'object' } }, '[{"a":1}]', [{ a: 1 }]],
    ['a text that may be null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'x', 'x'],
  ];
  test.each(cases)('%s is read into the value its schema describes', (_name, ...given) => {
    const [property, answer, expected] = given;
    const { input, problems } = read(schema({ value: property }, ['value']), { value: answer });
    expect(problems).toBeNull();
    expect(input).toEqual({ value: expected });
  });
});

describe('what cannot be taken is said at its field', () => {
  const cases: [string, JsonSchema, Answers[string], unknown][] = [
    ['nothing where something is needed', { type: 'string' }, '  ', { why: 'required' }],
    ['no choice where one is needed', { enum: ['a'] }, '', { why: 'required' }],
    ['words for a number', { type: 'number' }, 'many', { why: 'notANumber' }],
    ['a fraction for an integer', { type: 'integer' }, '1.5', { why: 'notAnInteger' }],
    ['too small a number', { type: 'integer', minimum: 1 }, '0', { why: 'minimum', bound: 1 }],
    ['too large a number', { type: 'integer', maximum: 20 }, '21', { why: 'maximum', bound: 20 }],
    ['too short a text', { type: 'string', minLength: 3 }, 'ab', { why: 'minLength', bound: 3 }],
    ['too long a text', { type: 'string', maxLength: 2 }, 'abc', { why: 'maxLength', bound: 2 }],
    ['another form', { type: 'string', pattern: '^LT-' }, 'XX-1', { why: 'pattern' }],
    ['half a mail address', { type: 'string', format: 'email' }, 'nora@', { why: 'email' }],
    ['half an address', { type: 'string', format: 'uri' }, 'example', { why: 'url' }],
    ['broken JSON', { type: 'object' }, '{', { why: 'notJson' }],
    [
      'too few of a list',
      { type: 'array', items: { type: 'string' }, minItems: 2 },
      ['a'],
      { why: 'minItems', bound: 2 },
    ],
    [
      'a bad line of a list',
      { type: 'array', items: { type: 'integer' } },
      ['1', 'x'],
      { why: 'notANumber' },
    ],
  ];
  test.each(cases)('%s', (_name, ...given) => {
    const [property, answer, problem] = given;
    expect(read(schema({ value: property }, ['value']), { value: answer })).toEqual({
      input: null,
      problems: { value: problem },
    });
  });
});

test('what is optional and empty is left out, and what may be null and is needed is null', () => {
  const of = schema(
    {
      text: { type: 'string' },
      number: { type: 'number' },
      list: { type: 'array', items: { type: 'string' } },
      gone: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    },
    ['gone'],
  );
  expect(read(of, {})).toEqual({ input: { gone: null }, problems: null });
});

test('a default fills its control, and may be left empty though it is required', () => {
  const of = schema({ limit: { type: 'integer', default: 10, maximum: 20 } }, ['limit']);
  expect(initialAnswers(fieldsOf(of))).toEqual({ limit: '10' });
  expect(read(of, {})).toEqual({ input: { limit: 10 }, problems: null });
  expect(read(of, { limit: '' })).toEqual({ input: {}, problems: null });
});

test('groups nest: their problems carry the whole path, and an optional group left empty is left out', () => {
  const address = schema({ city: { type: 'string' }, street: { type: 'string' } }, ['city']);
  const of = schema({ to: address });
  expect(read(of, {})).toEqual({ input: {}, problems: null });
  expect(read(of, { 'to.street': 'Main' })).toEqual({
    input: null,
    problems: { 'to.city': { why: 'required' } },
  });
  expect(read(of, { 'to.city': 'Ulm' })).toEqual({ input: { to: { city: 'Ulm' } }, problems: null });
});

test('lengths count characters as the schema does, not UTF-16 units', () => {
  expect(read(schema({ value: { type: 'string', maxLength: 2 } }), { value: '🍵🍵' }).problems).toBeNull();
});

test('a pattern that this engine cannot read refuses nothing', () => {
  expect(read(schema({ value: { type: 'string', pattern: '(' } }), { value: 'x' }).problems).toBeNull();
});

const money = schema({ amount: { type: 'integer' }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } }, [
  'amount',
  'currency',
]);

test('money is typed in major units, and its problems stand at the amount or at the currency', () => {
  const of = schema({ amount: money }, ['amount']);
  expect(read(of, { amount: '12,50', 'amount.currency': 'eur' }).input).toEqual({
    amount: { amount: 1_250, currency: 'EUR' },
  });
  expect(read(of, { 'amount.currency': 'EUR' }).problems).toEqual({ amount: { why: 'required' } });
  expect(read(of, { amount: '12' }).problems).toEqual({ 'amount.currency': { why: 'pattern' } });
  expect(read(of, { amount: 'much', 'amount.currency': 'EUR' }).problems).toEqual({
    amount: { why: 'notAnAmount' },
  });
  expect(read(of, { amount: '1,2345', 'amount.currency': 'EUR' }).problems).toEqual({
    amount: { why: 'tooPrecise', bound: 2 },
  });
});

describe('a list of objects is asked as rows', () => {
  const line = schema({ sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 }, amount: money }, [
    'sku',
    'quantity',
  ]);
  const of = schema({ lines: { type: 'array', items: line, minItems: 1, maxItems: 2 } }, ['lines']);

  test('one row stands there at first, each row is read with its own fields, and empty ones are left out', () => {
    expect(initialAnswers(fieldsOf(of))).toMatchObject({ lines: ['1'], 'lines.1.sku': '' });
    const answers = {
      lines: ['1', '2', '3'],
      'lines.1.sku': 'TEA',
      'lines.1.quantity': '2',
      'lines.3.sku': 'CUP',
      'lines.3.quantity': '1',
      'lines.3.amount': '4',
      'lines.3.amount.currency': 'EUR',
    };
    expect(read(of, answers).input).toEqual({
      lines: [
        { sku: 'TEA', quantity: 2 },
        { sku: 'CUP', quantity: 1, amount: { amount: 400, currency: 'EUR' } },
      ],
    });
  });

  test('what is wrong stands at the field of its row; none and too many, at the list', () => {
    expect(read(of, { lines: ['7'], 'lines.7.sku': 'TEA', 'lines.7.quantity': '0' }).problems).toEqual({
      'lines.7.quantity': { why: 'minimum', bound: 1 },
    });
    expect(read(of, {}).problems).toEqual({ lines: { why: 'required' } });
    const three = ['1', '2', '3'].flatMap((key) => [
      [`lines.${key}.sku`, 'TEA'] as const,
      [`lines.${key}.quantity`, '1'] as const,
    ]);
    expect(read(of, { lines: ['1', '2', '3'], ...Object.fromEntries(three) }).problems).toEqual({
      lines: { why: 'maxItems', bound: 2 },
    });
  });
});
