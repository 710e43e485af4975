import { html } from 'hono/html';
import type { Customer } from '../books/customers.ts';
import { sumOf, type StoredOrder } from '../books/orders.ts';
import { countries } from '../checkout.ts';
import { chargePrice, price } from '../money.ts';
import { taxSentence } from '../tax.ts';
import { tickIcon } from './icons.ts';
import type { Html } from './layout.ts';

const day = new Intl.DateTimeFormat('en-IE', { day: 'numeric', month: 'long', year: 'numeric' });

const words: Record<StoredOrder['status'], string> = {
  pending: 'Received',
  paid: 'Being prepared',
  packed: 'Packed',
  shipped: 'On its way',
  delivered: 'Delivered',
  cancelled: 'Cancelled',
  returned: 'Returned',
  refunded: 'Refunded',
};

const statusWord = (status: StoredOrder['status']): Html =>
  html`<span class="status ${status}">${words[status]}</span>`;

const pieces = ({ lines }: StoredOrder): string => {
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  return count === 1 ? '1 piece' : `${count} pieces`;
};

const card = (order: StoredOrder): Html =>
  html`<li>
    <a class="order" href="/orders/${order.number}">
      <span class="order-pictures"
        >${order.lines.slice(0, 3).map(({ picture }) => html`<img src="${picture}" alt="" width="64" height="64" />`)}</span
      >
      <span class="order-words"
        ><b>${order.number}</b><span>${day.format(order.placedAt)} · ${pieces(order)}</span></span
      >
      ${statusWord(order.status)}
      <b class="order-sum">${price(order.total)}</b>
    </a>
  </li>`;

/** The orders of a signed-in customer, newest first. */
export const ordersPage = (customer: Customer, orders: readonly StoredOrder[]): Html =>
  html`<div class="intro spread">
      <div>
        <h1>My orders</h1>
        <p>Signed in as ${customer.name}, ${customer.email}.</p>
      </div>
      <form method="post" action="/sign-out"><button class="button quiet">Sign out</button></form>
    </div>
    ${
      orders.length === 0
        ? html`<p>You have not ordered yet. <a href="/shelves/tea">See the teas</a>.</p>`
        : html`<ul class="orders">
            ${orders.map(card)}
          </ul>`
    }`;

const steps = ['pending', 'paid', 'packed', 'shipped', 'delivered'] as const;

const progress = ({ status }: StoredOrder): Html => {
  const reached = steps.indexOf(status as (typeof steps)[number]);
  if (reached === -1) return html`<p class="ended">${statusWord(status)}</p>`;
  return html`<ol class="progress" aria-label="Where it stands">
    ${steps.map(
      (step, index) =>
        html`<li
          class="${index <= reached ? 'done' : ''}"
          ${index === reached ? html`aria-current="step"` : ''}
        >
          <i>${index <= reached ? tickIcon() : ''}</i>${words[step]}
        </li>`,
    )}
  </ol>`;
};

const tracking = ({ tracking: parcel }: StoredOrder): Html | '' =>
  parcel === null
    ? ''
    : html`<div>
        <h2>Parcel</h2>
        <p>${parcel.carrier}<br /><span class="figures">${parcel.number}</span></p>
      </div>`;

const address = (order: StoredOrder): Html => {
  const country = Object.entries(countries).find(([code]) => code === order.country)?.[1] ?? order.country;
  return html`<div>
    <h2>Goes to</h2>
    <address>
      ${order.name}<br />${order.street}<br />${order.postalCode} ${order.city}<br />${country}
    </address>
  </div>`;
};

const orderSums = (order: StoredOrder): Html =>
  html`<dl class="sums">
      <div>
        <dt>Goods</dt>
        <dd>${price(sumOf({ lines: order.lines, charges: [] }))}</dd>
      </div>
      ${order.charges.map(
        ({ label, amount }) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${chargePrice(amount)}</dd>
          </div>`,
      )}
      <div class="total">
        <dt>Total</dt>
        <dd>${price(order.total)}</dd>
      </div>
    </dl>
    <p class="small">${taxSentence(order.lines, order.charges)}</p>`;

/** One order: where it stands, what is in it, where it goes. `isNew`: it was just made. */
export const orderPage = (order: StoredOrder, isNew: boolean): Html =>
  html`<nav class="crumbs" aria-label="Where you are">
      <a href="/orders">My orders</a> <span aria-hidden="true">/</span> ${order.number}
    </nav>
    ${
      isNew
        ? html`<div class="thanks" role="status">
            <h1>Thank you, ${order.name.split(' ')[0]}.</h1>
            <p>
              Your order <b>${order.number}</b> is in our book. We pack it on the next working day; the
              invoice lies in the parcel.
            </p>
          </div>`
        : html`<div class="intro">
            <h1>Order ${order.number}</h1>
            <p>Placed on ${day.format(order.placedAt)}.</p>
          </div>`
    }
    ${progress(order)}
    <div class="beside">
      <ul class="brief big">
        ${order.lines.map(
          (line) =>
            html`<li>
              <img src="${line.picture}" alt="" width="72" height="72" /><span
                ><a href="/products/${line.product}?variant=${encodeURIComponent(line.sku)}">${line.title}</a
                ><small>${line.variant} · ${line.quantity} × ${price(line.price)}</small></span
              ><b>${price(line.price * line.quantity)}</b>
            </li>`,
        )}
      </ul>
      <aside class="panel" aria-label="Sums and address">
        ${orderSums(order)} ${tracking(order)} ${address(order)}
        <p class="small">Something wrong with it? Ring the bell below: we see your order while we talk.</p>
      </aside>
    </div>`;
