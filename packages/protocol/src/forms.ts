import { z } from 'zod';
import { Label, WebUrl, text } from './fields.ts';
import { sizes } from './limits.ts';

const FieldId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'a letter, then letters, digits, - and _');
const asked = { id: FieldId, label: Label, required: z.boolean().default(false) };

/** One thing a form asks. What is answered is claimed by whoever answers; it proves nothing. */
export const FormField = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('name'), ...asked }),
  z.strictObject({ kind: z.literal('email'), ...asked }),
  z.strictObject({ kind: z.literal('phone'), ...asked }),
  z.strictObject({ kind: z.literal('text'), ...asked, long: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('choice'),
    ...asked,
    options: z
      .array(z.strictObject({ value: z.string().min(1).max(80), label: Label }))
      .min(1)
      .max(sizes.choicesMax),
  }),
  /** A box to tick; where it is required, nothing is sent without it. */
  z.strictObject({ kind: z.literal('consent'), ...asked, url: WebUrl.optional() }),
]);
export type FormField = z.infer<typeof FormField>;

/** What a form is made of. */
export const formShape = {
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  title: Label.optional(),
  intro: text(sizes.summaryMaxChars).optional(),
  fields: z
    .array(FormField)
    .min(1)
    .max(sizes.formFieldsMax)
    .refine(
      (fields) => new Set(fields.map(({ id }) => id)).size === fields.length,
      'each field needs an id of its own',
    ),
};

/** A form a shop asks: before a conversation, or while nobody is there. */
export const Form = z.strictObject(formShape);
export type Form = z.infer<typeof Form>;

/** What was filled in, by field: words, the value of a choice, or whether a box is ticked. */
export const FormValues = z
  .record(FieldId, z.union([z.string().max(sizes.formAnswerMaxChars), z.boolean()]))
  .refine((values) => Object.keys(values).length <= sizes.formFieldsMax, 'more answers than fields');
export type FormValues = z.infer<typeof FormValues>;

/** A form’s answers as they stand in the log, with what was asked beside each. All of it is claimed. */
export const FormData = z.strictObject({
  form: z.string().min(1).max(40),
  title: Label.optional(),
  answers: z
    .array(
      z.strictObject({
        id: FieldId,
        kind: z.enum(['name', 'email', 'phone', 'text', 'choice', 'consent']),
        label: Label,
        value: z.union([z.string().max(sizes.formAnswerMaxChars), z.boolean()]),
        /** Of a choice, in words. */
        text: Label.optional(),
      }),
    )
    .max(sizes.formFieldsMax),
});
export type FormData = z.infer<typeof FormData>;
