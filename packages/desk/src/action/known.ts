import type { AnyEntry, Card, Conversation } from '@shopbell/protocol';
import { tellActions, type ActionStory } from '../thread/stories.ts';
import { currencyPath } from './answers.ts';
import { rowFields, type Field } from './fields.ts';
import { accountAddressIn, ordersKnown, type KnownLine, type KnownOrder } from './known-orders.ts';
import { typedAmount } from './money.ts';
import type { Answers } from './values.ts';

/** What a conversation tells: who the shopper is, and what was said and done. */
export type Here = { shopper: Conversation['shopper']; entries: readonly AnyEntry[] };

/** What a form is filled for: which action, and in whose language numbers are written. */
export type Filling = { action: string; locale: string };

/** Names of fields, without case and marks, by what they ask for. */
const names = {
  order: ['order', 'orderid', 'ordernumber', 'orderno'],
  email: ['email', 'emailaddress', 'mail'],
  customer: ['customer', 'customerid', 'customernumber'],
  quote: ['quote', 'quoteid'],
  payment: ['payment', 'paymentid'],
  article: ['sku', 'article', 'articlenumber', 'line', 'product'],
} as const;
type Known = keyof typeof names;

/** What an action changes is not known from what stands there now. */
const changesContact = /\.change_contact$/;
/** Actions that name all lines an order shall have: they begin with those it has. */
const namesAllLines: ReadonlySet<string> = new Set(['order.change_items']);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
const asksFor = (name: string): Known | undefined =>
  (Object.keys(names) as Known[]).find((what) => names[what].some((each) => each === plain(name)));

/** Whether a field asks for the number of an order. */
export const isOrderField = ({ name, control }: Field): boolean =>
  control.kind === 'text' && asksFor(name) === 'order';

/** Whether a field names an article, by its number or another word for one to take instead. */
export const isArticleField = ({ name, control }: Field): boolean =>
  control.kind === 'text' && (asksFor(name) === 'article' || plain(name) === 'wanted');

/** The field of a row that names an article, if there is one. */
export const articleField = (item: readonly Field[]): Field | undefined =>
  item.find(({ name, control }) => control.kind === 'text' && asksFor(name) === 'article');

const lastCard = (stories: readonly ActionStory[], kind: 'quote' | 'payment'): string | undefined => {
  const card = stories.map((story) => story.card).findLast((each: Card | null) => each?.kind === kind);
  return card?.kind === 'quote' || card?.kind === 'payment' ? card.id : undefined;
};

/** The key of the row that stands for a line of the order. */
export const lineKey = ({ sku }: KnownLine): string => `line ${sku}`;

/** The answers of a row that stands for a line of the order: its article, its pieces, what it cost. */
export const lineAnswers = (
  { path, item }: { path: string; item: readonly Field[] },
  line: KnownLine,
  locale: string,
): Answers =>
  Object.fromEntries(
    rowFields(path, item, lineKey(line)).flatMap((field): [string, Answers[string]][] => {
      const { control, name } = field;
      if (control.kind === 'money') {
        const { currency } = line.total;
        return [
          [field.path, typedAmount(line.total, locale)],
          [currencyPath(field.path), currency],
        ];
      }
      if (control.kind === 'number' && plain(name) === 'quantity')
        return [[field.path, String(line.quantity)]];
      if (control.kind === 'text' && asksFor(name) === 'article') return [[field.path, line.sku]];
      return [[field.path, control.kind === 'boolean' ? false : '']];
    }),
  );

type Told = {
  texts: Partial<Record<Known, string | undefined>>;
  order: KnownOrder | null;
  address: Readonly<Record<string, string>>;
  filling: Filling;
};

const isAddress = (fields: readonly Field[]): boolean =>
  ['street', 'city'].every((name) => fields.some((field) => field.name === name));

const fill = (field: Field, told: Told): [string, Answers[string]][] => {
  const { control, path, name, initial, isRequired } = field;
  const { texts, order, address, filling } = told;
  if (control.kind === 'money') return order ? [[currencyPath(path), order.currency]] : [];
  if (control.kind === 'group') {
    if (!isAddress(control.fields)) return control.fields.flatMap((each) => fill(each, told));
    return isRequired
      ? control.fields.flatMap((each) => (address[each.name] ? [[each.path, address[each.name] ?? '']] : []))
      : [];
  }
  if (control.kind === 'rows') {
    if (!articleField(control.item) || !order || order.lines.length === 0) return [];
    const lines = namesAllLines.has(filling.action) ? order.lines : [];
    const rows = lines.map((line) => lineAnswers({ path, item: control.item }, line, filling.locale));
    return [[path, lines.map(lineKey)], ...rows.flatMap((row) => Object.entries(row))];
  }
  const what = control.kind === 'text' && initial === undefined ? asksFor(name) : undefined;
  const value = what && texts[what];
  return value === undefined ? [] : [[path, value]];
};

/**
 * The answers the conversation gives away, by path: the order that was looked at last, the shopper’s e-mail and customer
 * number where the shop vouches for them, addresses that are to be changed as they are now. What was merely said is
 * not taken over.
 */
export const knownHere = (
  fields: readonly Field[],
  { shopper, entries }: Here,
  filling: Filling,
): Answers => {
  const stories = tellActions(entries);
  const { last } = ordersKnown(stories);
  const isOfOrder = fields.some(isOrderField);
  const told: Told = {
    texts: {
      order: last?.number,
      email: changesContact.test(filling.action) ? undefined : shopper.verified?.email,
      customer: shopper.verified?.sub,
      quote: lastCard(stories, 'quote'),
      payment: lastCard(stories, 'payment'),
    },
    order: last,
    address: isOfOrder ? (last?.shipTo ?? {}) : accountAddressIn(stories),
    filling,
  };
  return Object.fromEntries(fields.flatMap((field) => fill(field, told)));
};
