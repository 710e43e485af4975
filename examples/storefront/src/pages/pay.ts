import { html } from 'hono/html';
import type { Payment } from '@shopbell/commerce';
import type { StoredOrder } from '../books/orders.ts';
import type { ParcelBack } from '../books/papers.ts';
import { price } from '../money.ts';
import { shopName, type Html } from './layout.ts';

const day = new Intl.DateTimeFormat('en-IE', { day: 'numeric', month: 'long', year: 'numeric' });

const states: Record<Payment['status'], (payment: Payment) => Html> = {
  open: ({ id, amount, dueAt }) =>
    html`<p>
        Please pay ${price(amount.amount)}${dueAt === undefined ? '' : html` by ${day.format(dueAt)}`}.
      </p>
      <p class="pay">
        <b>This is a demonstration.</b> No money moves: the button notes in the shop’s book that the invoice
        was paid.
      </p>
      <form method="post" action="/pay/${id}">
        <button class="button">Mark the invoice as paid</button>
      </form>`,
  paid: ({ amount }) => html`<p role="status">${price(amount.amount)} is noted as paid. Thank you.</p>`,
  expired: () => html`<p role="status">This link has expired. Ask us in the chat for a new one.</p>`,
  cancelled: () =>
    html`<p role="status">This link was replaced or is no longer needed. Ask us in the chat what is due.</p>`,
};

/** Where a payment that was asked for is paid. */
export const payPage = (payment: Payment): Html =>
  html`<div class="intro">
    <h1>Order ${payment.order}</h1>
    ${states[payment.status](payment)}
  </div>`;

/** The label of a parcel that goes back, to be printed. */
export const labelPage = (parcel: ParcelBack, order: StoredOrder): Html =>
  html`<div class="intro">
      <h1>${parcel.kind === 'return' ? 'Return' : 'Exchange'} for order ${parcel.order}</h1>
      <p>Put this into the parcel and send it by ${day.format(parcel.sendBy)}.</p>
    </div>
    <div class="panel">
      <p><b>${parcel.carrier}</b> <span class="figures">${parcel.tracking}</span></p>
      <address>${shopName}, Returns<br />Speicherstadt 1<br />20457 Hamburg</address>
      <ul>
        ${parcel.pieces.map(({ sku, quantity }) => {
          const title = order.lines.find((line) => line.sku === sku)?.title ?? sku;
          return html`<li>${quantity} × ${title}</li>`;
        })}
      </ul>
      <p class="small">A demonstration label: no carrier takes it.</p>
    </div>`;
