import { html } from 'hono/html';
import { goodsOf, piecesMax, type CartLine } from '../cart.ts';
import { chargePrice, price, shipping, shippingFor } from '../money.ts';
import { taxSentence } from '../tax.ts';
import type { Html } from './layout.ts';

const quantities = (quantity: number, stock: number): number[] => {
  const most = Math.max(1, Math.min(piecesMax, stock), quantity);
  return Array.from({ length: most }, (_, index) => index + 1);
};

const row = ({ variant, quantity }: CartLine): Html =>
  html`<li class="cart-line">
    <img src="${variant.picture}" alt="" width="96" height="96" />
    <div class="cart-words">
      <a href="/products/${variant.product}?variant=${encodeURIComponent(variant.sku)}">${variant.title}</a>
      <span>${variant.label} · ${price(variant.price)}</span>
      ${variant.stock < quantity ? html`<strong class="wrong">${variant.stock === 0 ? 'Sold out: please remove it.' : `Only ${variant.stock} left: please lower it.`}</strong>` : ''}
    </div>
    <form class="cart-change" method="post" action="/cart/change">
      <input type="hidden" name="sku" value="${variant.sku}" />
      <label
        ><span class="hidden">Quantity of ${variant.title}</span>
        <select name="quantity">
          ${quantities(quantity, variant.stock).map((count) => html`<option ${count === quantity ? html`selected` : ''}>${count}</option>`)}
        </select>
      </label>
      <button class="link">Update</button>
      <button class="link" name="quantity" value="0" aria-label="Remove ${variant.title}">Remove</button>
    </form>
    <b class="cart-sum">${price(variant.price * quantity)}</b>
  </li>`;

/** The sums below a cart: goods, shipping, total, and how far it is to free shipping. */
export const sums = (lines: readonly CartLine[]): Html => {
  const goods = goodsOf(lines);
  const charges = shippingFor(goods);
  const sold = lines.map(({ variant: { product, price: each }, quantity }) => ({
    product,
    price: each,
    quantity,
  }));
  const total = goods + charges.reduce((sum, charge) => sum + charge.amount, 0);
  return html`<dl class="sums">
      <div>
        <dt>Goods</dt>
        <dd>${price(goods)}</dd>
      </div>
      ${charges.map(
        ({ label, amount }) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${chargePrice(amount)}</dd>
          </div>`,
      )}
      <div class="total">
        <dt>Total</dt>
        <dd>${price(total)}</dd>
      </div>
    </dl>
    ${goods >= shipping.freeFrom ? '' : html`<p class="small">${price(shipping.freeFrom - goods)} more and shipping is free.</p>`}
    <p class="small">${taxSentence(sold, charges)}</p>`;
};

/** The cart, full or empty. */
export const cartPage = (lines: readonly CartLine[]): Html => {
  if (lines.length === 0) {
    return html`<div class="intro empty">
      <h1>Your cart is empty</h1>
      <p>It keeps what you put in for thirty days. A good place to begin:</p>
      <p class="actions">
        <a class="button" href="/shelves/tea">See the teas</a>
        <a class="button quiet" href="/shelves/cups">Cups & bowls</a>
      </p>
    </div>`;
  }
  const isShort = lines.some(({ variant, quantity }) => variant.stock < quantity);
  return html`<div class="intro"><h1>Your cart</h1></div>
    <div class="beside">
      <ul class="cart">
        ${lines.map(row)}
      </ul>
      <aside class="panel" aria-label="Sums">
        ${sums(lines)}
        ${isShort ? html`<p class="wrong">Change the marked lines first.</p>` : html`<a class="button full" href="/checkout">Check out</a>`}
      </aside>
    </div>`;
};
