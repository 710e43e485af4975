import { cardToText, formatMoney, type Card } from '@shopbell/protocol';
import type { Order, OrderSummary } from './order.ts';
import type { Product } from './product.ts';

type OrderCard = Extract<Card, { kind: 'order' }>;
type ProductCard = Extract<Card, { kind: 'product' }>;
type ChoicesCard = Extract<Card, { kind: 'choices' }>;

/** What the lines of a card may weigh; the rest is folded into one named amount, so that the sum still holds. */
const linesMaxBytes = 20_000;
const linesMax = 100;
const pictureMaxChars = 300;
const encoder = new TextEncoder();
const choicesMax = 12;
const labelMaxChars = 120;

const clip = (text: string, maxChars: number): string => {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1).trimEnd();
  // A cut between the halves of a surrogate pair would not be well-formed.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
};

type OrderParts = Pick<Order, 'lines' | 'charges' | 'total'>;

const countThatFits = (lines: Order['lines']): number => {
  let bytes = 0;
  const over = lines.findIndex((line, index) => {
    bytes += encoder.encode(JSON.stringify(line)).length;
    return index > 0 && (bytes > linesMaxBytes || index >= linesMax);
  });
  return over === -1 ? lines.length : over;
};

/** An order of a size that a packet holds: its first lines, one charge for all others, the same total. */
export const foldLines = <T extends OrderParts>(order: T): T => {
  const lines = order.lines.map(({ picture, ...line }) => ({
    ...line,
    ...(picture === undefined || picture.length > pictureMaxChars ? {} : { picture }),
  }));
  const shown = countThatFits(lines);
  const rest = lines.slice(shown);
  if (rest.length === 0) return { ...order, lines };
  const amount = rest.reduce((sum, line) => sum + line.total.amount, 0);
  const more = {
    label: rest.length === 1 ? '1 more line' : `${rest.length} more lines`,
    amount: { amount, currency: order.total.currency },
  };
  return { ...order, lines: lines.slice(0, shown), charges: [more, ...order.charges] };
};

/** The order’s card. It has neither name nor address: whoever may see the order may see its card. */
export const orderCard = (order: Omit<Order, 'customer' | 'shipTo' | 'payment'>): OrderCard => {
  const { number, placedAt, status, lines, charges, total, included, tracking } = foldLines(order);
  return {
    kind: 'order',
    version: 1,
    number,
    placedAt,
    status,
    lines: lines.map(({ product: _product, sku: _sku, ...line }) => line),
    charges,
    total,
    ...(included === undefined ? {} : { included }),
    ...(tracking === undefined ? {} : { tracking }),
  };
};

/** The product’s card. */
export const productCard = ({ variants: _variants, ...product }: Product): ProductCard => ({
  kind: 'product',
  version: 1,
  ...product,
});

type Wording = { locale: string; prompt: string };

/** Several orders to choose from, newest first; the answer’s value is the order number. */
export const ordersCard = (orders: readonly OrderSummary[], { locale, prompt }: Wording): ChoicesCard => {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    kind: 'choices',
    version: 1,
    id: 'order',
    prompt,
    options: orders.slice(0, choicesMax).map(({ number, placedAt, status, total }) => ({
      value: number,
      label: clip(
        `${number} · ${day.format(placedAt)} · ${formatMoney(total, locale)} · ${status}`,
        labelMaxChars,
      ),
    })),
  };
};

/** Several products to choose from, best match first; the answer’s value is the product’s id. */
export const productsCard = (products: readonly Product[], { locale, prompt }: Wording): ChoicesCard => ({
  kind: 'choices',
  version: 1,
  id: 'product',
  prompt,
  options: products.slice(0, choicesMax).map((product) => ({
    value: product.id,
    label: clip(cardToText(productCard(product), locale).split('\n', 1).join(), labelMaxChars),
  })),
});
