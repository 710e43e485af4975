import type { Json } from '@shopbell/protocol';
import { rowFields, type Bounds, type Field, type FieldKind } from './fields.ts';
import {
  outside,
  readMoney,
  readOne,
  taken,
  wrong,
  type Answers,
  type Problem,
  type Taken,
} from './values.ts';

/** The input, or what is wrong with it by path. */
export type Reading = { input: Json; problems: null } | { input: null; problems: Record<string, Problem> };

const readList = (raw: readonly string[], control: FieldKind & { kind: 'list' }, bounds: Bounds): Taken => {
  const items = raw
    .filter((each) => each.trim() !== '')
    .map((each) => readOne(each, control.item, control.itemBounds));
  const bad = items.find(({ problem }) => problem);
  if (bad?.problem) return wrong(bad.problem);
  const size = outside(items.length, ['minItems', bounds], 'maxItems');
  return size ? wrong(size) : taken(items.flatMap(({ value }) => (value === undefined ? [] : [value])));
};

const empty = (field: Field): Taken => {
  if (field.isNullable) return taken(field.isRequired ? null : undefined);
  return field.isRequired ? wrong({ why: 'required' }) : taken(undefined);
};

const readField = (field: Field, answers: Answers): Taken => {
  const { control, bounds } = field;
  const raw = answers[field.path];
  if (control.kind === 'fixed') return taken(control.value);
  if (control.kind === 'boolean') return taken(raw === true);
  if (control.kind === 'list') {
    const lines = Array.isArray(raw) ? (raw as readonly string[]) : [];
    const isEmpty = lines.every((line) => line.trim() === '');
    return isEmpty && (!field.isRequired || (bounds.minItems ?? 0) > 0)
      ? empty(field)
      : readList(lines, control, bounds);
  }
  if (typeof raw !== 'string' || raw.trim() === '') return empty(field);
  return readOne(raw, control, bounds);
};

/** Where the currency of an amount is typed. */
export const currencyPath = (path: string): string => `${path}.currency`;

const textAt = (answers: Answers, path: string): string => {
  const raw = answers[path];
  return typeof raw === 'string' ? raw.trim() : '';
};

type Problems = Record<string, Problem>;
type Found = { value: Json | undefined; problems: Problems };
const at = (path: string, { value, problem }: Taken): Found => ({
  value,
  problems: problem ? { [path]: problem } : {},
});

const readAmountAt = (field: Field, answers: Answers): Found => {
  const { path } = field;
  const raw = textAt(answers, path);
  if (raw === '') return at(path, empty(field));
  const currency = textAt(answers, currencyPath(path)).toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return at(currencyPath(path), wrong({ why: 'pattern' }));
  return at(path, readMoney(raw, currency));
};

const readGroup = ({ isRequired }: Field, fields: readonly Field[], answers: Answers): Found => {
  if (!isRequired && !isAnswered(fields, answers)) return { value: undefined, problems: {} };
  const { input, problems } = readAnswers(fields, answers);
  return problems ? { value: undefined, problems } : { value: input, problems: {} };
};

/** The rows that stand there, by their keys. */
export const rowKeys = (answers: Answers, path: string): readonly string[] => {
  const keys = answers[path];
  return Array.isArray(keys) ? (keys as readonly string[]) : [];
};

const readRows = (field: Field, item: readonly Field[], answers: Answers): Found => {
  const { path, bounds } = field;
  const rows = rowKeys(answers, path)
    .map((key) => rowFields(path, item, key))
    .filter((fields) => isAnswered(fields, answers))
    .map((fields) => readAnswers(fields, answers));
  const problems = Object.assign({}, ...rows.map((row) => row.problems ?? {})) as Problems;
  if (Object.keys(problems).length > 0) return { value: undefined, problems };
  if (rows.length === 0 && (!field.isRequired || (bounds.minItems ?? 0) > 0)) return at(path, empty(field));
  const size = outside(rows.length, ['minItems', bounds], 'maxItems');
  return at(path, size ? wrong(size) : taken(rows.map(({ input }) => input)));
};

const readAt = (field: Field, answers: Answers): Found => {
  const { control, path } = field;
  if (control.kind === 'group') return readGroup(field, control.fields, answers);
  if (control.kind === 'rows') return readRows(field, control.item, answers);
  if (control.kind === 'money') return readAmountAt(field, answers);
  return at(path, readField(field, answers));
};

const isAnswered = (fields: readonly Field[], answers: Answers): boolean =>
  fields.some(({ path, control }) => {
    if (control.kind === 'group') return isAnswered(control.fields, answers);
    if (control.kind === 'rows')
      return rowKeys(answers, path).some((key) => isAnswered(rowFields(path, control.item, key), answers));
    const raw = answers[path];
    return typeof raw === 'string' ? raw.trim() !== '' : raw !== undefined && raw !== false;
  });

/** Reads what stands in the controls: the input the action takes, or a problem at each field that needs mending. */
export const readAnswers = (fields: readonly Field[], answers: Answers): Reading => {
  const input: Record<string, Json> = {};
  const problems: Problems = {};
  for (const field of fields) {
    const { value, problems: own } = readAt(field, answers);
    Object.assign(problems, own);
    if (value !== undefined) input[field.name] = value;
  }
  return Object.keys(problems).length > 0 ? { input: null, problems } : { input, problems: null };
};

const initialOf = ({ control, initial }: Field): Answers[string] => {
  if (control.kind === 'boolean') return initial === true;
  if (control.kind === 'list') return Array.isArray(initial) ? initial.map(String) : [''];
  if (control.kind === 'choice') {
    const at = control.options.findIndex((option) => option === initial);
    return at < 0 ? '' : String(at);
  }
  if (initial === undefined || initial === null) return '';
  return typeof initial === 'string' && control.kind !== 'json' ? initial : JSON.stringify(initial);
};

/** The key of the row that stands there before any is added. */
const firstKey = '1';

const initialAt = (field: Field): [string, Answers[string]][] => {
  const { control, path, isRequired } = field;
  if (control.kind === 'group') return control.fields.flatMap(initialAt);
  if (control.kind !== 'rows') return [[path, initialOf(field)]];
  if (!isRequired) return [[path, []]];
  return [[path, [firstKey]], ...rowFields(path, control.item, firstKey).flatMap(initialAt)];
};

/** What the controls show at first: the schema's defaults, and one row where rows are needed. */
export const initialAnswers = (fields: readonly Field[]): Answers =>
  Object.fromEntries(fields.flatMap(initialAt));
