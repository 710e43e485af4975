import { wordsOf } from '@shopbell/look';
import type words from '../words/orders/en.json';

/** Looking up an order. `{}` is where a value goes. */
export type OrdersWords = typeof words;

/** The words for a locale. */
export const ordersWordsFor = (locale: string): OrdersWords => wordsOf<OrdersWords>('orders', locale);
