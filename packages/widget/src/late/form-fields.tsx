import { webUrl } from '@shopbell/look';
import type { Form, FormField, FormValues } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { offersWordsFor } from './offers-words.ts';

type Value = string | boolean | undefined;
type FieldProps = {
  id: string;
  field: FormField;
  value: Value;
  locale: string;
  onValue: (value: string | boolean) => void;
};

const kinds = {
  name: { type: 'text', autocomplete: 'name', maxLength: sizes.nameMaxChars },
  email: { type: 'email', autocomplete: 'email', maxLength: sizes.emailMaxChars },
  phone: { type: 'tel', autocomplete: 'tel', maxLength: 40 },
  text: { type: 'text', autocomplete: 'off', maxLength: sizes.formAnswerMaxChars },
} as const;

const isMail = (text: string): boolean => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);

/** Whether a form can go like this, as far as the page can tell; the relay is the judge. */
export const isWhole = ({ fields }: Pick<Form, 'fields'>, values: FormValues): boolean =>
  fields.every(({ id, kind, required }) => {
    const value = values[id] ?? '';
    if (typeof value === 'boolean' || kind === 'consent') return value === true || !required;
    const text = value.trim();
    if (text === '') return !required;
    return kind !== 'email' || isMail(text);
  });

/** What a field is called, and whether it may stay empty. */
const Label = ({ id, field, locale }: Pick<FieldProps, 'id' | 'field' | 'locale'>): JSX.Element => (
  <label for={id}>
    <bdi>{field.label}</bdi>
    {field.required ? null : <span class="sb-muted"> ({offersWordsFor(locale).optional})</span>}
  </label>
);

const Consent = ({ id, field, value, locale, onValue }: FieldProps): JSX.Element => {
  const address = field.kind === 'consent' ? webUrl(field.url) : null;
  return (
    <p class="consent">
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        required={field.required}
        onChange={({ currentTarget }) => onValue(currentTarget.checked)}
      />
      <Label id={id} field={field} locale={locale} />
      {address ? (
        <a href={address} target="_blank" rel="noopener noreferrer">
          {offersWordsFor(locale).readMore}
        </a>
      ) : null}
    </p>
  );
};

const Choice = ({ id, field, value, onValue }: FieldProps): JSX.Element | null =>
  field.kind === 'choice' ? (
    <select
      id={id}
      value={typeof value === 'string' ? value : ''}
      required={field.required}
      onChange={({ currentTarget }) => onValue(currentTarget.value)}
    >
      <option value="">–</option>
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  ) : null;

const Line = ({ id, field, value, locale, onValue }: FieldProps): JSX.Element | null => {
  const [isLeft, setLeft] = useState(false);
  if (field.kind === 'consent' || field.kind === 'choice') return null;
  const text = typeof value === 'string' ? value : '';
  if (field.kind === 'text' && field.long)
    return (
      <textarea
        id={id}
        rows={3}
        dir="auto"
        value={text}
        required={field.required}
        maxLength={sizes.formAnswerMaxChars}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    );
  // Whoever still types has not made a mistake yet.
  const isWrong = isLeft && field.kind === 'email' && text.trim() !== '' && !isMail(text.trim());
  return (
    <>
      <input
        id={id}
        {...kinds[field.kind]}
        dir="auto"
        value={text}
        required={field.required}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-problem` : undefined}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
        onBlur={() => setLeft(true)}
      />
      <p id={`${id}-problem`} class="problem" role="alert">
        {isWrong ? offersWordsFor(locale).noEmail : ''}
      </p>
    </>
  );
};

const Field = (props: FieldProps): JSX.Element => {
  const { field } = props;
  if (field.kind === 'consent') return <Consent {...props} />;
  return (
    <div class="field-of">
      <Label {...props} />
      {field.kind === 'choice' ? <Choice {...props} /> : <Line {...props} />}
    </div>
  );
};

type FieldsProps = {
  /** Unique in the document. */
  id: string;
  form: Pick<Form, 'title' | 'intro' | 'fields'>;
  values: FormValues;
  locale: string;
  onValues: (values: FormValues) => void;
};

/** A form’s words and fields. */
export const FormFields = ({ id, form, values, locale, onValues }: FieldsProps): JSX.Element => (
  <>
    {form.title === undefined ? null : (
      <h3>
        <bdi>{form.title}</bdi>
      </h3>
    )}
    {form.intro === undefined ? null : (
      <p class="text" dir="auto">
        {form.intro}
      </p>
    )}
    {form.fields.map((field) => (
      <Field
        key={field.id}
        id={`${id}-${field.id}`}
        field={field}
        value={values[field.id]}
        locale={locale}
        onValue={(value) => onValues({ ...values, [field.id]: value })}
      />
    ))}
  </>
);
