const euro = (amount: number) => ({ amount, currency: 'EUR' });
const version = 1;
const picture = 'https://demo.example/tin.jpg';
const url = 'https://demo.example/here';
const at = 1_790_000_000_000;

const lines = [
  { title: 'Tin', variant: 'red', picture, quantity: 2, price: euro(1_250), total: euro(2_500) },
];
const charges = [{ label: 'Shipping', amount: euro(490) }];
const sums = { lines, charges, total: euro(2_990) };
const priced = { ...sums, included: [{ label: 'VAT 19 %', amount: euro(477) }] };
const label = { carrier: 'Post', number: '00340', url: 'https://post.example/00340' };
const comesBack = { version, id: 'ret-1', order: '1042', status: 'open', label, sendBy: at };
const address = { name: 'Ada', street: 'High Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' };

const order = {
  kind: 'order',
  version,
  number: '1042',
  placedAt: at,
  status: 'shipped',
  ...priced,
  tracking: label,
};
const product = {
  kind: 'product',
  version,
  id: 'tin-1',
  title: 'Tin',
  text: 'For tea.',
  picture,
  price: euro(1_250),
  available: true,
  url,
};
const choices = {
  kind: 'choices',
  version,
  id: 'which',
  prompt: 'Which one?',
  options: [{ value: 'a', label: 'The first' }],
};
const refunded = [{ title: 'Tin', variant: 'red', quantity: 1, amount: euro(1_250) }];

/** One card of each kind, with every field there is. */
export const cardSamples: readonly Record<string, unknown>[] = [
  order,
  product,
  choices,
  { kind: 'quote', version, id: 'quote-1', ...priced, validUntil: at },
  {
    kind: 'payment',
    version,
    id: 'pay-1',
    order: '1042',
    amount: euro(2_990),
    status: 'open',
    url,
    dueAt: at,
  },
  {
    kind: 'refund',
    version,
    order: '1042',
    status: 'issued',
    lines: refunded,
    total: euro(1_250),
    method: 'Card',
  },
  { kind: 'return', ...comesBack, ...sums },
  { kind: 'exchange', ...comesBack, back: lines, sent: lines, difference: euro(0) },
  { kind: 'change', version, order: '1042', ...priced, before: euro(2_000), difference: euro(990) },
  { kind: 'address', version, order: '1042', address, before: address },
  { kind: 'account', version, name: 'Ada', email: 'ada@demo.example', phone: '+49 30 1', address },
  { kind: 'voucher', version, code: 'TEA', amount: euro(500), reason: 'It was late.', validUntil: at },
  { kind: 'record', version, what: 'followup', id: 'rec-1', title: 'Call back', text: 'Soon.', at },
  { kind: 'article', version, title: 'Returns', text: 'Within 30 days.', url },
  {
    kind: 'form',
    version,
    id: 'where',
    title: 'Where to',
    intro: 'We send it there.',
    fields: [
      { kind: 'text', id: 'street', label: 'Street', required: true, long: false },
      { kind: 'choice', id: 'door', label: 'Door', options: [{ value: 'front', label: 'At the front' }] },
      { kind: 'consent', id: 'terms', label: 'I have read the terms', url },
    ],
  },
];
