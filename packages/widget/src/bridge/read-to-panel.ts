import { sizes } from '@shopbell/protocol/limits';
import type { ToPanel } from './messages.ts';

const jwtMaxChars = 4_096;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The text if it is one the relay takes: not blank, within bounds, well-formed. */
const short = (value: unknown, maxChars: number): string | undefined =>
  typeof value === 'string' && value.length <= maxChars && value.trim() !== '' && isClean(value)
    ? value
    : undefined;
const isClean = (value: string): boolean => value.isWellFormed() && !value.includes('\0');

// What the relay takes for an address; else the whole session would be refused for the sake of a claim.
const address = /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@(?:[a-z\d][a-z\d-]*\.)+[a-z]{2,}$/i;

const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | undefined =>
  known.find((each) => each === value);

const trackedNames = [
  'store_cart_was_updated',
  'store_product_added_to_cart',
  'store_product_removed_from_cart',
  'store_order_was_created',
] as const;

const radiusMaxPx = 24;
/** A number of pixels as attributes and style sheets have it, `8` or `8px`, as the latter. */
const pixels = (value: unknown): string | undefined => {
  const number = /^(\d{1,2})(px)?$/.exec(String(value))?.[1];
  return number === undefined ? undefined : `${Math.min(Number(number), radiusMaxPx)}px`;
};
/** Names of font families, and nothing else that a style could say. */
const families = /^[\p{L}\p{N} ,'"_-]+$/u;

type Readers = { [M in ToPanel as M[0]]: (one: unknown, two: unknown) => M | null };

const readers: Readers = {
  update: (options) => {
    const { locale, theme, accent, consent, radius, font, spacing } = record(options);
    return [
      'update',
      {
        locale: short(locale, 40),
        theme: oneOf(theme, ['auto', 'light', 'dark']),
        accent: short(accent, 40),
        consent: oneOf(consent, ['none', 'functional', 'all']),
        radius: pixels(radius),
        font: families.test(String(font)) ? short(font, 200) : undefined,
        spacing: oneOf(spacing, ['compact', 'normal', 'roomy']),
      },
    ];
  },
  open: (isModal) => ['open', isModal === true],
  close: () => ['close'],
  // Of the address all but the fragment, where pages keep secrets.
  page: (url, title) => [
    'page',
    short(String(url).split('#')[0], sizes.urlMaxChars) ?? '',
    String(title).slice(0, sizes.titleMaxChars).toWellFormed().replaceAll('\0', '').trim(),
  ],
  identify: (claim, canSign) => {
    const { name, email } = record(claim);
    const known = short(email, sizes.emailMaxChars) ?? '';
    return [
      'identify',
      { name: short(name, sizes.nameMaxChars), email: address.test(known) ? known : undefined },
      canSign === true,
    ];
  },
  jwt: (jwt) => ['jwt', short(jwt, jwtMaxChars) ?? null],
  logout: () => ['logout'],
  prefill: (text) => {
    const known = short(text, sizes.textMaxChars);
    return known === undefined ? null : ['prefill', known];
  },
  greet: (id) => ['greet', short(id, 40) ?? ''],
  track: (name, data) => {
    const known = oneOf(name, trackedNames);
    return known === undefined ? null : ['track', known, data];
  },
};

/** Reads what the page sent: cut to known fields within known bounds; `null` for what is no message of ours. */
export const readToPanel = (wire: unknown): ToPanel | null => {
  if (!Array.isArray(wire)) return null;
  const [name, one, two] = wire as unknown[];
  return typeof name === 'string' && Object.hasOwn(readers, name)
    ? readers[name as keyof Readers](one, two)
    : null;
};
