import type { Claim, EntryDataOf, Form, FormField, FormValues } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';

type Answers = EntryDataOf<'form'>;
type Answer = Answers['answers'][number];

const wrong = (field: FormField, message: string) =>
  refuse('bad_request', `“${field.label}” ${message}.`, { field: `values.${field.id}` });

const emailShape = /^[^\s@<>()[\],;:"\\]+@[^\s@.]+(\.[^\s@.]+)+$/;
/** Digits in any usual spelling, 5 to 15 of them, as E.164 allows. */
const isPhone = (text: string): boolean =>
  /^\+?[\d\s()./-]+$/.test(text) && /^\d{5,15}$/.test(text.replaceAll(/\D/g, ''));

const isOneLine = (text: string): boolean => !/[\r\n]/.test(text);
const isWellFormed = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** What is wrong with the words in a field; `null`: nothing. */
const faultOf = (field: FormField, text: string): string | null => {
  if (!isWellFormed(text)) return 'holds characters that cannot be';
  switch (field.kind) {
    case 'name':
      return text.length <= sizes.nameMaxChars && isOneLine(text)
        ? null
        : `takes at most ${sizes.nameMaxChars} characters`;
    case 'email':
      return text.length <= sizes.emailMaxChars && emailShape.test(text) ? null : 'must be a mail address';
    case 'phone':
      return isPhone(text) ? null : 'must be a telephone number';
    case 'choice':
      return field.options.some(({ value }) => value === text) ? null : 'must be one of its choices';
    case 'text':
      return field.long === true || isOneLine(text) ? null : 'takes one line';
    case 'consent':
      return 'is a box to tick';
    default:
      return field satisfies never;
  }
};

const missing = (field: FormField): null => {
  if (field.required) throw wrong(field, field.kind === 'consent' ? 'has to be ticked' : 'is needed');
  return null;
};

const ticked = (field: FormField, value: string | boolean | undefined): boolean => {
  if (value !== undefined && typeof value !== 'boolean') throw wrong(field, 'is a box to tick');
  if (value !== true) missing(field);
  return value === true;
};

const answerTo = (field: FormField, value: string | boolean | undefined): Answer | null => {
  const { id, kind, label } = field;
  if (kind === 'consent') return { id, kind, label, value: ticked(field, value) };
  if (typeof value === 'boolean') throw wrong(field, 'wants words');
  const text = (value ?? '').trim();
  if (text === '') return missing(field);
  const fault = faultOf(field, text);
  if (fault !== null) throw wrong(field, fault);
  const option = kind === 'choice' ? field.options.find((each) => each.value === text) : undefined;
  return { id, kind, label, value: text, ...(option ? { text: option.label } : {}) };
};

/**
 * A form’s answers as they are stored, in the form’s order; what was left empty is not among them. Refuses (`bad_request`,
 * `details.field`) what the form does not ask, what it needs and did not get, and what a field cannot be.
 */
export const answersTo = (form: Form, values: FormValues): Answers => {
  const known = new Set(form.fields.map(({ id }) => id));
  const foreign = Object.keys(values).find((id) => !known.has(id));
  if (foreign !== undefined)
    throw refuse('bad_request', `The form does not ask for “${foreign}”.`, { field: `values.${foreign}` });
  const answers = form.fields
    .map((field) => answerTo(field, Object.hasOwn(values, field.id) ? values[field.id] : undefined))
    .filter((answer) => answer !== null);
  return { form: form.id, ...(form.title === undefined ? {} : { title: form.title }), answers };
};

/** What the answers say of who gave them: claimed, like all of them. */
export const claimIn = ({ answers }: Answers): Claim => {
  const said = (kind: Answer['kind']): string | undefined =>
    answers
      .map((each) => (each.kind === kind ? each.value : ''))
      .find((value) => typeof value === 'string' && value !== '') as string | undefined;
  const [name, email] = [said('name'), said('email')];
  return { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
};
