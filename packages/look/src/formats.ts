import type { Money } from '@shopbell/protocol';
import { fill, type Forms } from './words.ts';

const cache = new Map<string, unknown>();

// An Intl object costs a hundred times what using it does, and a transcript has hundreds of times and amounts.
const cached = <T>(key: string, make: () => T): T => {
  const known = cache.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  cache.set(key, made);
  return made;
};

/** The locale as Intl takes it; English for what is no language tag. */
export const knownLocale = (locale: string): string =>
  cached(`locale ${locale}`, () => {
    try {
      return Intl.getCanonicalLocales(locale)[0] ?? 'en';
    } catch {
      return 'en';
    }
  });

const dateFormat = (locale: string, name: string, options: Intl.DateTimeFormatOptions) =>
  cached(`${name} ${locale}`, () => new Intl.DateTimeFormat(knownLocale(locale), options));

/** An amount in the reader's language: `€19.99`. Minor units follow the currency (JPY has none). */
export const formatMoney = ({ amount, currency }: Money, locale: string): string => {
  const format = cached(
    `money ${currency} ${locale}`,
    () => new Intl.NumberFormat(knownLocale(locale), { style: 'currency', currency }),
  );
  // Hyphens are what keyboards have; a minus is as wide as the figures below it.
  return format
    .format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    .replace('-', '−');
};

/** A whole number in the reader's language. */
export const formatNumber = (value: number, locale: string): string =>
  cached(`number ${locale}`, () => new Intl.NumberFormat(knownLocale(locale))).format(value);

/** An amount of data: `340 kB`, `1.2 MB`. Megabytes as systems count them for people: 1,048,576 bytes. */
export const formatBytes = (bytes: number, locale: string): string => {
  const isLarge = bytes >= 1_048_576;
  const unit = isLarge ? 'megabyte' : 'kilobyte';
  const format = cached(
    `bytes ${unit} ${locale}`,
    () =>
      new Intl.NumberFormat(knownLocale(locale), {
        style: 'unit',
        unit,
        maximumFractionDigits: isLarge ? 1 : 0,
      }),
  );
  return format.format(isLarge ? bytes / 1_048_576 : Math.max(1, Math.round(bytes / 1_024)));
};

/** Several words as one phrase: `pictures and documents`. */
export const formatList = (words: readonly string[], locale: string): string =>
  cached(`list ${locale}`, () => new Intl.ListFormat(knownLocale(locale))).format(words);

/** A sentence in the form for a number, with the number in it: `3 more items`. */
export const counted = (forms: Forms, count: number, locale: string): string => {
  const rules = cached(`plural ${locale}`, () => new Intl.PluralRules(knownLocale(locale)));
  return fill(forms[rules.select(count)] ?? forms.other, formatNumber(count, locale));
};

/** The time of day: `14:05`, `2:05 PM`. `at` in ms since the Unix epoch. */
export const formatTime = (at: number, locale: string): string =>
  dateFormat(locale, 'time', { hour: 'numeric', minute: '2-digit' }).format(at);

/** The date: `22 Nov 2026`. `at` in ms since the Unix epoch. */
export const formatDate = (at: number, locale: string): string =>
  dateFormat(locale, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);

/** Date and time, for titles and `<time>`. `at` in ms since the Unix epoch. */
export const formatDateTime = (at: number, locale: string): string =>
  dateFormat(locale, 'both', { dateStyle: 'medium', timeStyle: 'short' }).format(at);

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Whether two times (ms) are on one day of the reader's clock. */
export const isSameDay = (one: number, other: number): boolean => startOfDay(one) === startOfDay(other);

const capitalised = (text: string, locale: string): string =>
  text.charAt(0).toLocaleUpperCase(knownLocale(locale)) + text.slice(1);

/** The day as a heading: “Today”, “Yesterday”, “Friday, 20 November”. `at`, `now` in ms since the Unix epoch. */
export const formatDay = (at: number, locale: string, now = Date.now()): string => {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (daysAgo === 0 || daysAgo === 1) {
    const relative = cached(
      `relative ${locale}`,
      () => new Intl.RelativeTimeFormat(knownLocale(locale), { numeric: 'auto' }),
    );
    return capitalised(relative.format(-daysAgo, 'day'), locale);
  }
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return isThisYear
    ? dateFormat(locale, 'day', { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
    : dateFormat(locale, 'oldDay', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
};
