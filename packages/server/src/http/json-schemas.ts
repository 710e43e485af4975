import { createHash } from 'node:crypto';
import { Json, KnownEntry } from '@shopbell/protocol';
import { z } from 'zod';

type Schema = Record<string, unknown>;

const convert = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return { own, definitions: Object.entries($defs ?? {}) };
};
const anyJson = JSON.stringify(convert(z.strictObject({ value: Json }), 'input').definitions[0]?.[1]);
const componentName = (definition: string): string =>
  definition === anyJson
    ? 'Json'
    : `Schema${createHash('sha256').update(definition).digest('hex').slice(0, 8)}`;

/** Turns zod schemas into JSON Schemas whose shared parts stand once, under `#/components/schemas`. */
export const createSchemas = () => {
  const components: Record<string, Schema> = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Schema => {
    const { own, definitions } = convert(schema, io);
    const names = definitions.map(([local, definition]) => ({
      local,
      definition,
      name: componentName(JSON.stringify(definition)),
    }));
    const relink = (part: unknown): Schema => {
      let text = JSON.stringify(part);
      for (const { local, name } of names)
        text = text.replaceAll(`"#/$defs/${local}"`, `"#/components/schemas/${name}"`);
      return JSON.parse(text) as Schema;
    };
    for (const { name, definition } of names) components[name] ??= relink(definition);
    return relink(own);
  };
  components['Entry'] = schemaOf(KnownEntry, 'output');
  return { components, schemaOf };
};
