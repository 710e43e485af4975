import { Validator, type Schema } from '@cfworker/json-schema';
import type { JsonSchema } from '@shopbell/protocol';
import { withinMs } from './deadline.ts';

/** What a check says: fits; does not, and where; or the schema itself cannot be used. */
export type Verdict = { kind: 'fits' } | { kind: 'differs'; where: string } | { kind: 'unusable' };

/** Checks a value against one schema. */
export type Check = (value: unknown) => Verdict;

const checkTimeoutMs = 50;

/** `#/lines/0/order` reads as `lines.0.order`; a name is cut so that it echoes little. */
const pathOf = (location: string): string => location.replace(/^#\/?/, '').replaceAll('/', '.').slice(0, 60);

/**
 * Makes the check of one JSON Schema (draft 2020-12). The schema is interpreted, never compiled to code, and its
 * patterns and references run under a deadline: whatever an office sends in it, the relay goes on.
 */
export const createCheck = (schema: JsonSchema): Check => {
  let validator: Validator | null = null;
  const validate = (value: unknown): Verdict => {
    // The interpreter writes its notes into the schema it is given.
    validator ??= new Validator(structuredClone(schema) as Schema, '2020-12', true);
    const { valid, errors } = validator.validate(value);
    if (valid) return { kind: 'fits' };
    return { kind: 'differs', where: pathOf(errors.at(-1)?.instanceLocation ?? '') };
  };
  return (value) => {
    try {
      return withinMs(checkTimeoutMs, () => validate(value));
    } catch {
      // Out of time, endless references, unknown ones, broken patterns: all are the schema’s fault.
      return { kind: 'unusable' };
    }
  };
};
