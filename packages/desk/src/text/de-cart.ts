import type { Texts } from './en.ts';

/** The words about the live cart, in German. */
export const cart: Texts['cart'] = {
  title: 'Warenkorb',
  hint: 'Wie ihn die Seite des Shops gerade meldet. Nirgends gespeichert.',
  pieces: (count) => `${count} ×`,
  ordered: (number) => `Bestellt: ${number}`,
};
