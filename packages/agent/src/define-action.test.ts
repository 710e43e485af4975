import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stockCheck } from '../test/stock.ts';
import { defineAction } from './index.ts';

const base = { name: 'order.lookup', version: 1, title: 'Look up', effect: 'read' } as const;
const anything = z.object({});

describe('defineAction', () => {
  test('describes what goes over the wire in JSON Schema', () => {
    expect(stockCheck.offer).toMatchObject({
      name: 'stock.check',
      identity: 'anyone',
      input: {
        type: 'object',
        properties: { product: { type: 'string', minLength: 1 } },
        required: ['product'],
      },
      output: {
        properties: { left: { type: 'integer' }, checkedAt: { type: 'string', format: 'date-time' } },
      },
    });
    expect(JSON.parse(JSON.stringify(stockCheck.offer))).toEqual(stockCheck.offer);
  });

  test('takes a schema that cannot describe itself with its JSON Schema beside it', () => {
    const { validate, vendor, version } = anything['~standard'];
    const schema = { '~standard': { validate, vendor, version } };
    const jsonSchema = { type: 'object' };
    const action = defineAction({ ...base, input: { schema, jsonSchema }, output: anything });
    expect(action.offer.input).toEqual(jsonSchema);
    expect(() => defineAction({ ...base, input: schema as never, output: anything })).toThrow(
      /\{ schema, jsonSchema \}/,
    );
  });

  test('says which part of a definition cannot be offered', () => {
    expect(() => defineAction({ ...base, name: 'lookup', input: anything, output: anything })).toThrow(
      /name/,
    );
    expect(() => defineAction({ ...base, input: z.object({ at: z.date() }), output: anything })).toThrow(
      /input/,
    );
  });
});
