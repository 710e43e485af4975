import type { Card, Money } from '@shopbell/protocol';

/** A card under a name; `chosen` is what was picked on it. */
export type CardSample = { name: string; card: Card; chosen?: string };

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });
const hourMs = 3_600_000;
const now = Date.now();
const v1 = { version: 1 } as const;
const picture = (hue: number): string => `https://pictures.example/${hue}.svg`;

type Piece = { title: string; quantity: number; price: number; variant?: string; hue?: number };
const line = ({ title, quantity, price, variant, hue }: Piece) => ({
  title,
  quantity,
  price: eur(price),
  total: eur(price * quantity),
  ...(variant === undefined ? {} : { variant }),
  ...(hue === undefined ? {} : { picture: picture(hue) }),
});
const sumOf = (parts: readonly Money[]): Money => eur(parts.reduce((sum, { amount }) => sum + amount, 0));
type Lines = ReturnType<typeof line>[];
const sums = (lines: Lines, charges: { label: string; amount: Money }[] = []) => ({
  lines,
  charges,
  total: sumOf([...lines.map(({ total }) => total), ...charges.map(({ amount }) => amount)]),
});

const few = [
  line({ title: 'Alder Mug', quantity: 2, price: 2_200, variant: 'Clay', hue: 20 }),
  line({ title: 'Ledger Street Earl Grey', quantity: 3, price: 1_190, variant: '100 g', hue: 210 }),
];
const long = [
  line({
    title: 'Hand-thrown stoneware teapot with ash glaze, bamboo handle and an infuser of fine steel mesh',
    quantity: 120,
    price: 18_990,
    variant: 'Matte charcoal, 1,200 ml, left-handed',
    hue: 0,
  }),
  line({
    title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenständer',
    quantity: 999,
    price: 1_234_567,
    hue: 90,
  }),
  line({ title: 'Cup', quantity: 1, price: 5 }),
];
const many = Array.from({ length: 24 }, (_, index) =>
  line({ title: `Tea of the day, number ${index + 1}`, quantity: index + 1, price: 590 }),
);
const charges = [
  { label: 'Voucher HARVEST10', amount: eur(-797) },
  { label: 'Shipping', amount: eur(0) },
];
const vat = [
  { label: 'VAT 7 %', amount: eur(210) },
  { label: 'VAT 19 %', amount: eur(632) },
];
const order = (status: Extract<Card, { kind: 'order' }>['status'], lines: Lines = few): Card => ({
  kind: 'order',
  ...v1,
  number: 'AS-10443',
  placedAt: now - 40 * 24 * hourMs,
  status,
  ...sums(lines, charges),
  included: vat,
  ...(status === 'shipped'
    ? { tracking: { carrier: 'DHL', number: 'JJD000390007843123456', url: 'https://carrier.example/1' } }
    : {}),
});
const quote: Card = {
  kind: 'quote',
  ...v1,
  id: 'quo_1',
  ...sums(few, charges),
  included: vat,
  validUntil: now + 24 * hourMs,
};
/** The card of a payment. */
export const payment = (status: Extract<Card, { kind: 'payment' }>['status']): Card => ({
  kind: 'payment',
  ...v1,
  id: 'pay_1',
  order: 'AS-10461',
  amount: eur(7_173),
  status,
  url: 'https://shop.example/pay/1',
  dueAt: now + 14 * 24 * hourMs,
});
/** The card of a refund. */
export const refund = (status: 'planned' | 'issued'): Card => ({
  kind: 'refund',
  ...v1,
  order: 'AS-10443',
  status,
  lines: [
    { title: 'Two Walls Glasses', variant: 'Set of two', quantity: 2, amount: eur(5_200) },
    { title: 'Shipping', amount: eur(490) },
  ],
  total: eur(5_690),
  method: 'Card ending in 4242',
});
const label = { carrier: 'DHL', number: 'RR8345127711DE', url: 'https://shop.example/labels/1' };
const back = (status: 'planned' | 'open' | 'received'): Card => ({
  kind: 'return',
  ...v1,
  order: 'AS-10443',
  status,
  ...sums(few, [{ label: 'Share of the discount', amount: eur(-412) }]),
  ...(status === 'open' ? { label, sendBy: now + 14 * 24 * hourMs } : {}),
});
const exchange = (difference: number): Card => ({
  kind: 'exchange',
  ...v1,
  order: 'AS-10443',
  status: 'open',
  back: [line({ title: 'Alder Mug', quantity: 1, price: 2_200, variant: 'Clay' })],
  sent: [line({ title: 'Alder Mug', quantity: 1, price: 2_200 + difference, variant: 'Moss' })],
  difference: eur(difference),
  label,
  sendBy: now + 14 * 24 * hourMs,
});
const home = {
  name: 'Mara Lindqvist',
  street: 'Große Elbstraße 41',
  postalCode: '22767',
  city: 'Hamburg',
  country: 'DE',
};
const away = { ...home, street: 'Torstraße 1', postalCode: '10119', city: 'Berlin' };
const choices: Card = {
  kind: 'choices',
  ...v1,
  id: 'order',
  prompt: 'Which order is it about?',
  options: [
    { value: 'a', label: 'AS-10443 · Oct 13 · €52.00 · delivered' },
    { value: 'b', label: 'AS-10461 · Nov 22 · €71.73 · pending' },
    { value: 'c', label: 'Another one' },
  ],
};
const product = (available: boolean, text?: string): Card => ({
  kind: 'product',
  ...v1,
  id: 'alder-mug',
  title: 'Alder Mug',
  ...(text === undefined ? {} : { text }),
  picture: picture(20),
  price: eur(2_200),
  available,
  url: 'https://shop.example/products/alder-mug',
});

/** Every kind of card in every state, and at its extremes. */
export const cardSamples: readonly CardSample[] = [
  { name: 'quote', card: quote },
  { name: 'payment, open', card: payment('open') },
  { name: 'payment, paid', card: payment('paid') },
  { name: 'payment, expired', card: payment('expired') },
  { name: 'payment, cancelled', card: payment('cancelled') },
  { name: 'order, pending', card: order('pending') },
  { name: 'order, shipped', card: order('shipped') },
  {
    name: 'order, cancelled',
    card: order('cancelled', [line({ title: 'Alder Mug', quantity: 1, price: 2_200 })]),
  },
  { name: 'order, long', card: order('delivered', long) },
  { name: 'order, many lines', card: order('delivered', many) },
  { name: 'refund, planned', card: refund('planned') },
  { name: 'refund, issued', card: refund('issued') },
  { name: 'return, planned', card: back('planned') },
  { name: 'return, open', card: back('open') },
  { name: 'return, received', card: back('received') },
  { name: 'exchange, more', card: exchange(300) },
  { name: 'exchange, less', card: exchange(-300) },
  { name: 'exchange, even', card: exchange(0) },
  {
    name: 'change',
    card: {
      kind: 'change',
      ...v1,
      order: 'AS-10461',
      ...sums(few, charges),
      before: eur(9_000),
      difference: eur(-1_827),
    },
  },
  { name: 'address', card: { kind: 'address', ...v1, order: 'AS-10461', address: away, before: home } },
  {
    name: 'account',
    card: {
      kind: 'account',
      ...v1,
      name: 'Mara Lindqvist',
      email: 'mara.lindqvist@example.com',
      phone: '+49 40 1234567',
      address: home,
    },
  },
  {
    name: 'voucher',
    card: {
      kind: 'voucher',
      ...v1,
      code: 'SORRY-7KX2M9QP',
      amount: eur(1_000),
      reason: 'For the broken lid',
      validUntil: now + 365 * 24 * hourMs,
    },
  },
  {
    name: 'voucher, to be granted',
    card: { kind: 'voucher', ...v1, amount: eur(1_000), reason: 'For the broken lid' },
  },
  {
    name: 'complaint',
    card: {
      kind: 'record',
      ...v1,
      what: 'complaint',
      title: 'A broken lid',
      text: 'It came in two pieces.\nThe box was fine.',
    },
  },
  {
    name: 'follow-up',
    card: {
      kind: 'record',
      ...v1,
      what: 'followup',
      title: 'Ask whether the new lid fits',
      at: now + 48 * hourMs,
    },
  },
  {
    name: 'article',
    card: {
      kind: 'article',
      ...v1,
      title: 'How long to steep',
      text: 'Two to three minutes for a first flush.',
      url: 'https://shop.example/steeping',
    },
  },
  { name: 'product', card: product(true, 'A mug of stoneware, thrown on the wheel and glazed twice.') },
  { name: 'product, gone', card: product(false) },
  { name: 'choices', card: choices },
  { name: 'choices, answered', card: choices, chosen: 'b' },
];
