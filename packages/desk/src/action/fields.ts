import type { Json, JsonSchema } from '@shopbell/protocol';

/** How one field of a form is asked. `json`: whatever no control is drawn for, written as JSON. */
export type FieldKind =
  | { kind: 'text'; type: 'text' | 'email' | 'url' | 'date' | 'datetime-local'; isLong: boolean }
  | { kind: 'number'; isInteger: boolean }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: readonly Json[] }
  | { kind: 'list'; item: FieldKind; itemBounds: Bounds }
  | { kind: 'group'; fields: readonly Field[] }
  /** Money, typed in major units. */
  | { kind: 'money' }
  /** A list of groups; the paths of its fields have `*` in the place of the row’s key. */
  | { kind: 'rows'; item: readonly Field[] }
  | { kind: 'fixed'; value: Json }
  | { kind: 'json' };

/** What a value must keep to, as the schema says. */
export type Bounds = {
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
};

/** One field: its place in the input, what to call it, and how it is asked. */
export type Field = {
  path: string;
  name: string;
  label: string;
  description: string | null;
  isRequired: boolean;
  isNullable: boolean;
  initial: Json | undefined;
  bounds: Bounds;
  control: FieldKind;
};

type Shape = { readonly [key: string]: Json | undefined };

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** `orderNumber` and `order_number` read as “Order number”. */
export const labelOf = (name: string): string => {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const isNull = (schema: Json): boolean => isShape(schema) && schema.type === 'null';

/** `anyOf: [X, null]` and `type: [X, null]` are X that may be left empty. */
const unwrapNull = (schema: Shape): { schema: Shape; isNullable: boolean } => {
  const { anyOf, oneOf, type, ...rest } = schema;
  const forms = anyOf ?? oneOf;
  if (Array.isArray(forms) && forms.some(isNull)) {
    const others = forms.filter((form) => !isNull(form));
    const [only] = others;
    const inner = others.length === 1 && isShape(only) ? only : { anyOf: others };
    return { schema: { ...rest, ...inner }, isNullable: true };
  }
  if (Array.isArray(type) && type.includes('null')) {
    const others = type.filter((each) => each !== 'null');
    return { schema: { ...rest, type: others[0] ?? 'null' }, isNullable: true };
  }
  return { schema, isNullable: false };
};

const options = (schema: Shape): readonly Json[] | null => {
  if (Array.isArray(schema.enum)) return schema.enum;
  const forms = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(forms) || forms.length === 0) return null;
  const constants = forms.map((form) => (isShape(form) ? form.const : undefined));
  return constants.every((value) => value !== undefined) ? constants : null;
};

const textTypes: Readonly<Record<string, 'email' | 'url' | 'date' | 'datetime-local'>> = {
  email: 'email',
  uri: 'url',
  url: 'url',
  date: 'date',
  'date-time': 'datetime-local',
};

/** Longer texts than this get a field of several lines. */
const longTextChars = 200;

const textKind = ({ format, maxLength }: Shape): FieldKind => ({
  kind: 'text',
  type: textTypes[textOf(format) ?? ''] ?? 'text',
  isLong: typeof maxLength === 'number' && maxLength > longTextChars && !format,
});

/** `{ amount, currency }` in minor units: money, as the whole protocol writes it. */
const isMoney = ({ amount, currency, ...rest }: Shape): boolean =>
  isShape(amount) &&
  amount.type === 'integer' &&
  isShape(currency) &&
  currency.type === 'string' &&
  Object.keys(rest).length === 0;

const typed = (schema: Shape, path: string): FieldKind => {
  const { type, properties } = schema;
  if (type === 'string') return textKind(schema);
  if (type === 'number' || type === 'integer') return { kind: 'number', isInteger: type === 'integer' };
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'array') return listOf(schema, path);
  if (type !== 'object' || !isShape(properties)) return { kind: 'json' };
  if (isMoney(properties)) return { kind: 'money' };
  return { kind: 'group', fields: fieldsAt(schema, `${path}.`) };
};

const listOf = (schema: Shape, path: string): FieldKind => {
  const item = isShape(schema.items) ? kindOf(schema.items, `${path}.*`) : null;
  if (item?.kind === 'group') return { kind: 'rows', item: item.fields };
  const isSimple = item && ['text', 'number', 'choice'].includes(item.kind);
  if (!isSimple || !isShape(schema.items)) return { kind: 'json' };
  return { kind: 'list', item, itemBounds: boundsOf(schema.items) };
};

const kindOf = (schema: Shape, path: string): FieldKind => {
  if (schema.const !== undefined) return { kind: 'fixed', value: schema.const };
  const choices = options(schema);
  return choices ? { kind: 'choice', options: choices } : typed(schema, path);
};

const numbers = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const;

const boundsOf = (schema: Shape): Bounds => {
  const bounds: Bounds = {};
  for (const name of numbers) {
    const value = schema[name];
    if (typeof value === 'number') bounds[name] = value;
  }
  if (typeof schema.pattern === 'string') bounds.pattern = schema.pattern;
  return bounds;
};

const fieldsAt = (schema: Shape, prefix: string): Field[] => {
  const properties = isShape(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isShape(property)) return [];
    const { schema: own, isNullable } = unwrapNull(property);
    const path = `${prefix}${name}`;
    return {
      path,
      name,
      label: textOf(own.title) ?? labelOf(name),
      description: textOf(own.description),
      // What has a default may be left empty, though a schema of the parsed value calls it required.
      isRequired: required.includes(name) && own.default === undefined,
      isNullable,
      initial: own.default,
      bounds: boundsOf(own),
      control: kindOf(own, path),
    };
  });
};

const moved = (field: Field, from: string, to: string): Field => {
  const { control, path } = field;
  const inner = (fields: readonly Field[]): Field[] => fields.map((each) => moved(each, from, to));
  return {
    ...field,
    path: to + path.slice(from.length),
    ...(control.kind === 'group' ? { control: { ...control, fields: inner(control.fields) } } : {}),
    ...(control.kind === 'rows' ? { control: { ...control, item: inner(control.item) } } : {}),
  };
};

/** The fields of one row of a list at a path. */
export const rowFields = (path: string, item: readonly Field[], key: string): Field[] =>
  item.map((field) => moved(field, `${path}.*`, `${path}.${key}`));

/** The fields of an action's input, drawn from its JSON Schema; what has no control of its own is asked as JSON. */
export const fieldsOf = (schema: JsonSchema): Field[] => fieldsAt(schema, '');
