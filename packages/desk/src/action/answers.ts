import type { Json } from '@shopbell/protocol';
import type { Bounds, Field, FieldKind } from './fields.ts';

/** What stands in the controls, by path: as typed, not yet read. */
export type Answers = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Why a field cannot be taken as it stands; the text tables have a sentence for each. */
export type Problem =
  | { why: 'required' | 'notANumber' | 'notAnInteger' | 'notJson' | 'pattern' | 'email' | 'url' }
  | { why: 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems'; bound: number };

/** The input, or what is wrong with it by path. */
export type Reading = { input: Json; problems: null } | { input: null; problems: Record<string, Problem> };

type Taken = { value: Json | undefined; problem: Problem | null };
const taken = (value: Json | undefined): Taken => ({ value, problem: null });
const wrong = (problem: Problem): Taken => ({ value: undefined, problem });

const outside = (amount: number, low: [keyof Bounds, Bounds], high: keyof Bounds): Problem | null => {
  const [lowName, bounds] = low;
  const lowest = bounds[lowName];
  const highest = bounds[high];
  if (typeof lowest === 'number' && amount < lowest) return { why: lowName, bound: lowest };
  if (typeof highest === 'number' && amount > highest) return { why: high, bound: highest };
  return null;
};

const matchesPattern = (pattern: string | undefined, value: string): boolean => {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // A pattern of another dialect: the office checks it anyway.
    return true;
  }
};

// JSON Schema counts code points, `length` counts UTF-16 units.
const codePoints = (raw: string): number => Array.from(raw).length;

const readText = (raw: string, control: FieldKind & { kind: 'text' }, bounds: Bounds): Taken => {
  const length = outside(codePoints(raw), ['minLength', bounds], 'maxLength');
  if (length) return wrong(length);
  if (control.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(raw)) return wrong({ why: 'email' });
  if (control.type === 'url' && !URL.canParse(raw)) return wrong({ why: 'url' });
  if (control.type === 'datetime-local') {
    const at = new Date(raw);
    return taken(Number.isNaN(at.getTime()) ? raw : at.toISOString());
  }
  if (matchesPattern(bounds.pattern, raw)) return taken(raw);
  return wrong({ why: control.type === 'email' || control.type === 'url' ? control.type : 'pattern' });
};

const readNumber = (raw: string, isInteger: boolean, bounds: Bounds): Taken => {
  const value = Number(raw.trim().replace(',', '.'));
  if (!Number.isFinite(value)) return wrong({ why: 'notANumber' });
  if (isInteger && !Number.isInteger(value)) return wrong({ why: 'notAnInteger' });
  const beyond = outside(value, ['minimum', bounds], 'maximum');
  return beyond ? wrong(beyond) : taken(value);
};

const readJson = (raw: string): Taken => {
  try {
    return taken(JSON.parse(raw) as Json);
  } catch {
    return wrong({ why: 'notJson' });
  }
};

const readOne = (raw: string, control: FieldKind, bounds: Bounds): Taken => {
  if (control.kind === 'text') return readText(raw, control, bounds);
  if (control.kind === 'number') return readNumber(raw, control.isInteger, bounds);
  if (control.kind === 'choice') return taken(control.options[Number(raw)]);
  return readJson(raw);
};

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
  return typeof raw === 'string' && raw.trim() !== '' ? readOne(raw, control, bounds) : empty(field);
};

const isAnswered = (fields: readonly Field[], answers: Answers): boolean =>
  fields.some(({ path, control }) => {
    if (control.kind === 'group') return isAnswered(control.fields, answers);
    const raw = answers[path];
    return typeof raw === 'string' ? raw.trim() !== '' : raw !== undefined && raw !== false;
  });

/** Reads what stands in the controls: the input the action takes, or a problem at each field that needs mending. */
export const readAnswers = (fields: readonly Field[], answers: Answers): Reading => {
  const input: Record<string, Json> = {};
  const problems: Record<string, Problem> = {};
  for (const field of fields) {
    if (field.control.kind === 'group') {
      if (!field.isRequired && !isAnswered(field.control.fields, answers)) continue;
      const inner = readAnswers(field.control.fields, answers);
      if (inner.problems) Object.assign(problems, inner.problems);
      else input[field.name] = inner.input;
      continue;
    }
    const { value, problem } = readField(field, answers);
    if (problem) problems[field.path] = problem;
    else if (value !== undefined) input[field.name] = value;
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

/** What the controls show at first: the schema's defaults. */
export const initialAnswers = (fields: readonly Field[]): Answers =>
  Object.fromEntries(
    fields.flatMap((field) =>
      field.control.kind === 'group'
        ? Object.entries(initialAnswers(field.control.fields))
        : [[field.path, initialOf(field)] as const],
    ),
  );
