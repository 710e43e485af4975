import type { Json } from '@shopbell/protocol';
import type { Bounds, FieldKind } from './fields.ts';
import { minorDigits, readAmount } from './money.ts';

/** What stands in the controls, by path: as typed, not yet read. */
export type Answers = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Why a field cannot be taken as it stands; the text tables have a sentence for each. */
export type Problem =
  | {
      why:
        | 'required'
        | 'notANumber'
        | 'notAnInteger'
        | 'notAnAmount'
        | 'notJson'
        | 'pattern'
        | 'email'
        | 'url';
    }
  | { why: 'tooPrecise'; bound: number }
  | { why: 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems'; bound: number };

/** One value as its schema describes it (`undefined`: left out), or what is wrong with it. */
export type Taken = { value: Json | undefined; problem: Problem | null };
/** A value that can be taken. */
export const taken = (value: Json | undefined): Taken => ({ value, problem: null });
/** What is wrong instead of a value. */
export const wrong = (problem: Problem): Taken => ({ value: undefined, problem });

/** The bound that an amount breaks, if it breaks one. */
export const outside = (amount: number, low: [keyof Bounds, Bounds], high: keyof Bounds): Problem | null => {
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

/** Reads what was typed into one control. */
export const readOne = (raw: string, control: FieldKind, bounds: Bounds): Taken => {
  if (control.kind === 'text') return readText(raw, control, bounds);
  if (control.kind === 'number') return readNumber(raw, control.isInteger, bounds);
  if (control.kind === 'choice') return taken(control.options[Number(raw)]);
  return readJson(raw);
};

/** Reads an amount of money: what was typed, in a currency. */
export const readMoney = (raw: string, currency: string): Taken => {
  const amount = readAmount(raw, currency);
  if (amount === null) return wrong({ why: 'notAnAmount' });
  if (amount === 'tooPrecise') return wrong({ why: 'tooPrecise', bound: minorDigits(currency) });
  return taken({ amount, currency });
};
