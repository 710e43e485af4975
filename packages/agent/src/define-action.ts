import { ActionOffer, refuse, type JsonSchema } from '@shopbell/protocol';
import type { Action, ActionDefinition, ActionSchema } from './action-types.ts';

/** What goes over the wire is what a schema takes, for inputs and outputs alike: both ends parse it. */
const describe = (schema: ActionSchema): JsonSchema => {
  if ('schema' in schema) return schema.jsonSchema;
  const { vendor, jsonSchema } = schema['~standard'] as Partial<(typeof schema)['~standard']>;
  if (!jsonSchema) throw new Error(`${vendor ?? 'this library'} gives none: write { schema, jsonSchema }`);
  return JSON.parse(JSON.stringify(jsonSchema.input({ target: 'draft-2020-12' }))) as JsonSchema;
};

const described = (action: string, what: string, schema: ActionSchema): JsonSchema => {
  try {
    return describe(schema);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refuse('bad_request', `Action ${action} has no JSON Schema for its ${what}: ${why}`);
  }
};

/**
 * Defines an action once: offices carry it out, forms and models read its JSON Schemas, programs run it with types.
 * Throws `bad_request` when the definition cannot be offered.
 */
export const defineAction = <I extends ActionSchema, O extends ActionSchema>(
  definition: ActionDefinition<I, O>,
): Action<I, O> => {
  const { input, output, identity = 'anyone', ...rest } = definition;
  const offer = ActionOffer.safeParse({
    ...rest,
    identity,
    // What `handle` makes sure of: a write has a plan.
    ...(definition.effect === 'write' ? { steps: ['plan'] } : {}),
    input: described(definition.name, 'input', input),
    output: described(definition.name, 'output', output),
  });
  if (!offer.success) {
    const [issue] = offer.error.issues;
    throw refuse('bad_request', `Action ${definition.name}, ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return { name: definition.name, version: definition.version, input, output, offer: offer.data };
};
