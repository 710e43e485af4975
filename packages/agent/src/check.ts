import { refuse, type ErrorCode } from '@shopbell/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ActionSchema, MadeBy } from './action-types.ts';

const keyOf = (segment: PropertyKey | StandardSchemaV1.PathSegment): string =>
  String(typeof segment === 'object' ? segment.key : segment);

const inWords = ({ message, path = [] }: StandardSchemaV1.Issue): string =>
  path.length > 0 ? `${path.map(keyOf).join('.')}: ${message}` : message;

/** Parses a value; what does not fit is thrown with the given code, its issues in words. */
export const check = async <S extends ActionSchema>(
  schema: S,
  value: unknown,
  otherwise: { code: ErrorCode; what: string },
): Promise<MadeBy<S>> => {
  const standard: StandardSchemaV1 = 'schema' in schema ? schema.schema : schema;
  const result = await standard['~standard'].validate(value);
  if (!result.issues) return result.value;
  const issues = result.issues.slice(0, 5).map(inWords).join('; ');
  throw refuse(otherwise.code, `${otherwise.what} does not fit: ${issues}`.slice(0, 500));
};
