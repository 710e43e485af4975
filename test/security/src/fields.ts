/** A way into a value: keys and indexes. */
export type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every place of a value but its root, objects and lists included. */
export const placesOf = (value: unknown, path: Path = []): Path[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => {
        const place = [...path, Array.isArray(value) ? Number(key) : key];
        return [place, ...placesOf(inner, place)];
      })
    : [];

/** Every object of a value, the root included, lists left out. */
export const objectsOf = (value: unknown): Path[] =>
  [[], ...placesOf(value)].filter((path) => {
    const at = valueAt(value, path);
    return isObject(at) && !Array.isArray(at);
  });

/** What stands at a place. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (isObject(at) ? at[String(key)] : undefined), value);

/** A copy with something else at a place. An own `__proto__` is possible, as JSON makes it. */
export const withValue = (value: unknown, path: Path, other: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) };
  const inner = withValue(isObject(value) ? value[String(key)] : undefined, rest, other);
  Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true });
  return copy;
};

type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

/** The names of all fields a JSON Schema knows, as `parts.*.text`. */
export const fieldsOf = (schema: JsonSchema, prefix = ''): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
    prefix + name,
    ...fieldsOf(inner, `${prefix}${name}.`),
  ]),
  ...(schema.items ? fieldsOf(schema.items, `${prefix}*.`) : []),
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((each) =>
    fieldsOf(each, prefix),
  ),
];

/** A place as {@link fieldsOf} names it. */
export const fieldName = (path: Path): string =>
  path.map((key) => (typeof key === 'number' ? '*' : key)).join('.');
