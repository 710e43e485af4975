import {
  inputs,
  writeNames,
  type Payment,
  type Quote,
  type QuoteRequest,
  type WriteInput,
  type WriteName,
} from '@shopbell/commerce';
import { refuse } from '@shopbell/agent';
import type { Books } from '../books/books.ts';
import { accountDeeds } from './accounts.ts';
import type { DeedsOf, Desk } from './desk.ts';
import { moneyDeeds, settle, toPayment } from './money.ts';
import { orderDeeds } from './orders.ts';
import { quote, quoteDeeds } from './quotes.ts';
import { returnDeeds } from './returns.ts';

const deeds: DeedsOf<WriteName> = {
  ...quoteDeeds,
  ...orderDeeds,
  ...moneyDeeds,
  ...returnDeeds,
  ...accountDeeds,
};

/** What the shop does when it is told to: each key once, all of it or nothing. */
export type Deeds = {
  /** Does, or with `preview` says, what the method’s input asks. Refuses with a `ShopbellError` and a sentence. */
  perform: (
    method: string,
    input: unknown,
    how: { key: string; preview: boolean; version?: string },
  ) => unknown;
  quote: (request: QuoteRequest) => Quote;
  payment: (id: string) => Payment | null;
  /** The customer says they have paid: marks it so, once. */
  settle: (id: string) => Payment | null;
};

const isWriteName = (method: string): method is WriteName => writeNames.some((name) => name === method);

const parsed = <N extends WriteName>(method: N, input: unknown): WriteInput<N> => {
  const result = inputs[method].safeParse(input);
  if (result.success) return result.data as WriteInput<N>;
  const [issue] = result.error.issues;
  throw refuse('bad_request', `${issue?.path.join('.') || 'The input'}: ${issue?.message ?? 'is not right'}`);
};

/** The deeds over one shop’s books. */
export const createDeeds = (books: Books, publicUrl: string): Deeds => {
  const desk = (at: number, key: string): Desk => ({ books, publicUrl, at, key });
  const read = (id: string): Payment | null => {
    const payment = books.papers.payment(id);
    return payment === null ? null : toPayment(payment, publicUrl, Date.now());
  };
  return {
    perform: (method, given, how) => {
      if (!isWriteName(method)) throw refuse('not_found', `This shop cannot ${method}.`);
      const input = parsed(method, given);
      const work = deeds[method] as (input: unknown, desk: Desk) => object;
      return books.keys.once({ ...how, method, input }, (at) => work(input, desk(at, how.key)));
    },
    quote: (request) => quote(request, desk(Date.now(), '')),
    payment: read,
    settle: (id) => {
      const key = `settle-${id}`;
      const isDue = read(id)?.status === 'open';
      if (isDue)
        books.keys.once({ key, method: 'settle', input: { id }, preview: false }, (at) => ({
          settled: settle(id, desk(at, key)),
        }));
      return read(id);
    },
  };
};
