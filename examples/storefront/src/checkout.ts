import { z } from 'zod';
import type { Customer } from './books/customers.ts';
import type { Recipient } from './books/orders.ts';

/** Where the shop sends to. */
export const countries = {
  AT: 'Austria',
  BE: 'Belgium',
  DE: 'Germany',
  DK: 'Denmark',
  FR: 'France',
  IE: 'Ireland',
  IT: 'Italy',
  LU: 'Luxembourg',
  NL: 'Netherlands',
  PT: 'Portugal',
  SE: 'Sweden',
} as const;

const codes: Record<keyof typeof countries, RegExp> = {
  AT: /^\d{4}$/,
  BE: /^\d{4}$/,
  DE: /^\d{5}$/,
  DK: /^\d{4}$/,
  FR: /^\d{5}$/,
  IE: /^[A-Z]\d[\dW] ?[A-Z\d]{4}$/,
  IT: /^\d{5}$/,
  LU: /^\d{4}$/,
  NL: /^\d{4} ?[A-Z]{2}$/,
  PT: /^\d{4}-\d{3}$/,
  SE: /^\d{3} ?\d{2}$/,
};

// Letters of any script; no control characters, which have no place in an address.
const written = (what: string, maxChars: number) =>
  z
    .string()
    .trim()
    .min(1, `Please enter ${what}.`)
    .max(maxChars, `At most ${maxChars} characters, please.`)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'Please use letters and digits only.');

/** The checkout form. Messages are for whoever fills it in. */
export const CheckoutForm = z
  .object({
    name: written('your name', 80),
    email: z.string().trim().max(254).pipe(z.email('Please enter a mail address such as name@example.com.')),
    street: written('street and number', 120),
    postalCode: z.string().trim().toUpperCase().max(16).min(1, 'Please enter the postal code.'),
    city: written('the city', 80),
    country: z.enum(Object.keys(countries) as [keyof typeof countries], 'Please choose a country.'),
    checkout: z.uuid('Please send the form again.'),
  })
  .refine(({ country, postalCode }) => codes[country].test(postalCode), {
    path: ['postalCode'],
    message: 'This is not a postal code of the chosen country.',
    when: ({ issues }) => issues.length === 0,
  });
export type CheckoutForm = z.infer<typeof CheckoutForm>;

/** The fields of the form a person fills in. */
export type Field = keyof Recipient;

/** What a form says, as it was typed, and what is wrong with each field. */
export type FormState = {
  values: Partial<Record<Field, string>>;
  wrong: Partial<Record<Field, string>>;
  /** Makes the order once, however often the form is sent. */
  checkout: string;
};

/** An unsent form, filled with what the shop knows of the customer. */
export const freshForm = (customer: Customer | null): FormState => ({
  values: customer === null ? { country: 'DE' } : { ...customer },
  wrong: {},
  checkout: crypto.randomUUID(),
});

const typed = (sent: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sent).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** Reads a sent form: the checked values, or the form again with what is wrong at each field. */
export const readForm = (
  sent: Record<string, unknown>,
): { ok: true; form: CheckoutForm } | { ok: false; state: FormState } => {
  const parsed = CheckoutForm.safeParse(sent);
  if (parsed.success) return { ok: true, form: parsed.data };
  const wrong: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) wrong[String(path[0])] ??= message;
  return { ok: false, state: { values: typed(sent), wrong, checkout: crypto.randomUUID() } };
};
