import type { OrderCard } from '@shopbell/protocol';

type CardLabels = {
  order: string;
  status: Record<OrderCard['status'], string>;
  items: string;
  more: string;
  each: string;
  total: string;
  includes: string;
  track: string;
  opensNewTab: string;
  available: string;
  unavailable: string;
  view: string;
  chosen: string;
  unknownCard: string;
};

/** Every word on the cards of orders, products and choices, by language. `{}` is where a value goes. */
export const cardLabels = {
  en: {
    order: 'Order {}',
    status: {
      pending: 'Awaiting payment',
      paid: 'Paid',
      packed: 'Packed',
      shipped: 'Shipped',
      delivered: 'Delivered',
      cancelled: 'Cancelled',
      returned: 'Returned',
      refunded: 'Refunded',
    },
    items: 'Items',
    more: '{} more items',
    each: '{} each',
    total: 'Total',
    includes: 'Includes {}',
    track: 'Track the parcel',
    opensNewTab: 'opens in a new tab',
    available: 'In stock',
    unavailable: 'Not in stock',
    view: 'View in the shop',
    chosen: 'Your answer',
    unknownCard: 'This cannot be shown here.',
  },
  de: {
    order: 'Bestellung {}',
    status: {
      pending: 'Wartet auf Zahlung',
      paid: 'Bezahlt',
      packed: 'Verpackt',
      shipped: 'Unterwegs',
      delivered: 'Zugestellt',
      cancelled: 'Storniert',
      returned: 'Zurückgeschickt',
      refunded: 'Erstattet',
    },
    items: 'Artikel',
    more: '{} weitere Artikel',
    each: 'je {}',
    total: 'Summe',
    includes: 'Darin {}',
    track: 'Sendung verfolgen',
    opensNewTab: 'öffnet einen neuen Tab',
    available: 'Auf Lager',
    unavailable: 'Nicht auf Lager',
    view: 'Im Shop ansehen',
    chosen: 'Ihre Antwort',
    unknownCard: 'Das lässt sich hier nicht anzeigen.',
  },
} as const satisfies Record<string, CardLabels>;

/** The table of a locale’s language: of `de` for `de`, `de-AT` …; English where there is none. */
export const tableFor = <T>(tables: Readonly<Record<string, T>> & { en: T }, locale: string): T => {
  const language = locale.toLowerCase().split('-', 1)[0] ?? '';
  return Object.hasOwn(tables, language) ? (tables[language] ?? tables.en) : tables.en;
};

/** The words for a locale. */
export const cardLabelsFor = (locale: string): CardLabels => tableFor<CardLabels>(cardLabels, locale);

/** Puts a value where a label says `{}`. */
export const fill = (label: string, value: string): string => label.split('{}').join(value);
