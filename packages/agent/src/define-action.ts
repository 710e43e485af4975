import { ActionOffer, refuse, type JsonSchema } from '@shopbell/protocol';
import type { Action, ActionDefinition, ActionSchema } from './action-types.ts';

/** What goes over the wire is what a schema takes, for inputs and outputs alike: both ends parse it. */
const describe = (schema: ActionSchema, what: string): JsonSchema => {
  if ('schema' in schema) return schema.jsonSchema;
  const { vendor, jsonSchema } = schema['~standard'] as Partial<(typeof schema)['~standard']>;
  if (!jsonSchema) {
    throw refuse(
      'bad_request',
      `The ${what} schema (${vendor ?? 'unknown'}) cannot describe itself as JSON Schema: give { schema, jsonSchema }.`,
    );
  }
  return JSON.parse(JSON.stringify(jsonSchema.input({ target: 'draft-2020-12' }))) as JsonSchema;
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
    input: describe(input, 'input'),
    output: describe(output, 'output'),
  });
  if (!offer.success) {
    const [issue] = offer.error.issues;
    throw refuse('bad_request', `Action ${definition.name}, ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return { name: definition.name, version: definition.version, input, output, offer: offer.data };
};
