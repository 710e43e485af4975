import { connectPeer } from '@shopbell-test/kit';
import type { Page } from 'playwright-core';
import type { Running } from './open-relay.ts';

type Task = { id: string; ask: 'plan' | 'run' | 'verify'; lease: number; name: string; input: object };

const text = (title: string) => ({ type: 'string', title, minLength: 1 });
const object = (properties: object, required: string[]) => ({ type: 'object', properties, required });
const money = { amount: 4_990, currency: 'EUR' };
const moneySchema = object(
  { amount: { type: 'integer' }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
  ['amount', 'currency'],
);
const line = object({ sku: text('Article number'), amount: { ...moneySchema, title: 'Amount' } }, [
  'sku',
  'amount',
]);

const lookup = {
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  effect: 'read',
  identity: 'anyone',
  input: object({ order: text('Order number') }, ['order']),
  output: { type: 'object' },
};
const refund = {
  name: 'refund.issue',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan', 'verify'],
  input: object(
    {
      order: text('Order number'),
      lines: { type: 'array', items: line, minItems: 1, title: 'Articles and amounts' },
      reason: text('Reason'),
    },
    ['order', 'lines', 'reason'],
  ),
  output: { type: 'object', required: ['refund'] },
};

const orderOf = (number: string) => {
  const lines = [
    { title: 'Kettle, brass', quantity: 1, price: money, total: money, product: 'kettle', sku: 'KET-1' },
    {
      title: 'Darjeeling First Flush',
      quantity: 2,
      price: money,
      total: { ...money, amount: 9_980 },
      product: 'tea',
    },
  ];
  return {
    number,
    placedAt: 1,
    status: 'delivered',
    lines,
    charges: [],
    total: { ...money, amount: 14_970 },
  };
};
type RefundInput = { order: string; lines: { sku: string; amount: typeof money }[] };
const cardOf = ({ order, lines }: RefundInput, status: 'planned' | 'issued') => {
  const shown = lines.map(({ sku, amount }) => ({ title: sku, quantity: 1, amount }));
  const total = lines.reduce((sum, { amount }) => sum + amount.amount, 0);
  return {
    kind: 'refund',
    version: 1,
    order,
    lines: shown,
    total: { amount: total, currency: 'EUR' },
    status,
  };
};

const carryOut = ({ ask, name, input, id }: Task, ran: string[]): object => {
  if (name === lookup.name) {
    const order = orderOf((input as RefundInput).order);
    const lines = order.lines.map(({ title, quantity, price, total }) => ({ title, quantity, price, total }));
    return { step: 'succeeded', output: { order }, card: { kind: 'order', version: 1, ...order, lines } };
  }
  const asked = input as RefundInput;
  if (ask === 'verify') return { step: 'verified' };
  if (ask === 'run') {
    ran.push(id);
    return { step: 'succeeded', output: { refund: 'RF-1' }, card: cardOf(asked, 'issued') };
  }
  const card = cardOf(asked, 'planned');
  const euros = (card.total.amount / 100).toFixed(2);
  const summary = `Refund €${euros} for order ${asked.order} to the card it was paid with.`;
  return {
    step: 'planned',
    plan: { summary, card, confirm: true, approve: 'supervisor', amount: card.total },
  };
};

/** A back office that looks orders up and refunds them, over the limit of whoever asks: the shopper and a supervisor have to agree. */
export const openRefundOffice = async ({ url, office }: Running) => {
  const ran: string[] = [];
  const peer = await connectPeer({ url, namespace: '/agent', auth: { key: office.key } });
  await peer.call('session:open');
  peer.onEvent((event, payload) => {
    if (event !== 'action:assigned') return;
    const task = payload as Task;
    peer
      .call('action:report', { action: task.id, lease: task.lease, ...carryOut(task, ran) })
      .catch(() => peer.close());
  });
  await peer.call('office:open', { actions: [lookup, refund] });
  return { ran, [Symbol.asyncDispose]: async () => peer.close() };
};

/** Signs a person in at the desk. */
export const signIn = async (page: Page, { relay, url, shop }: Running, person: string): Promise<void> => {
  const code = await relay.admin.signInCode({ shop, person });
  await page.goto(`${url}/desk#code=${code}`);
  await page
    .getByRole('tab', { name: /Waiting/ })
    .first()
    .waitFor();
};

/** Opens the conversation with these words, by keys alone. */
export const openConversation = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('option', { name: words }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText(words).waitFor();
};

/** Picks an action in the palette, by keys alone; the form’s first field has the focus then. */
export const pickAction = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search for an action' }).waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await page.getByLabel(/Order number/).waitFor();
};
