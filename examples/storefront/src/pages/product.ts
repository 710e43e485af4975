import { html } from 'hono/html';
import type { StoredProduct, StoredVariant } from '../books/products.ts';
import { price, shipping } from '../money.ts';
import { shelves } from '../range/product.ts';
import type { Html } from './layout.ts';
import { tiles } from './shelf.ts';

/** What the page of a product shows. */
export type ProductView = {
  product: StoredProduct;
  variant: StoredVariant;
  /** Pieces of the variant in the cart already. */
  inCart: number;
  related: readonly StoredProduct[];
};

const stockLine = ({ stock }: StoredVariant): Html => {
  if (stock === 0) return html`<p class="stock out">Sold out for now. Ask us when it is back.</p>`;
  if (stock <= 5) return html`<p class="stock few">Only ${stock} left, sent tomorrow.</p>`;
  return html`<p class="stock">In stock, sent tomorrow.</p>`;
};

const choice = ({ product, variant }: ProductView): Html =>
  product.variants.length === 1
    ? html`<p class="one-variant">${variant.label}</p>`
    : html`<nav class="variants" aria-label="Choose a variant">
        ${product.variants.map(
          (each) =>
            html`<a
              href="/products/${product.id}?variant=${encodeURIComponent(each.sku)}"
              ${each.sku === variant.sku ? html`aria-current="true"` : ''}
              ${each.stock === 0 ? html`class="out"` : ''}
              >${each.label}${each.stock === 0 ? html`<span class="hidden"> (sold out)</span>` : ''}</a
            >`,
        )}
      </nav>`;

const buy = ({ variant }: ProductView): Html =>
  html`<form class="buy" method="post" action="/cart">
    <input type="hidden" name="sku" value="${variant.sku}" />
    <label
      >Quantity
      <select name="quantity">
        ${[1, 2, 3, 4, 5, 6].filter((count) => count <= variant.stock).map((count) => html`<option>${count}</option>`)}
      </select>
    </label>
    <button class="button">Put in the cart</button>
  </form>`;

/** The page of one product, with one of its variants chosen. */
export const productPage = (view: ProductView): Html => {
  const { product, variant, inCart, related } = view;
  return html`<nav class="crumbs" aria-label="Where you are">
      <a href="/">Shop</a> <span aria-hidden="true">/</span>
      <a href="/shelves/${product.shelf}">${shelves[product.shelf]}</a>
    </nav>
    <article class="product">
      <img
        class="product-picture"
        src="${variant.picture}"
        alt="${product.title}, ${variant.label}"
        width="800"
        height="800"
      />
      <div class="product-words">
        <h1>${product.title}</h1>
        <p class="line">${product.line}</p>
        <p class="price">${price(variant.price)} <small>VAT included</small></p>
        ${choice(view)} ${stockLine(variant)} ${variant.stock === 0 ? '' : buy(view)}
        ${inCart === 0 ? '' : html`<p class="in-cart" role="status">${inCart} in your <a href="/cart">cart</a>.</p>`}
        <p class="text">${product.text}</p>
        <dl class="facts">
          ${product.facts.map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
          <div>
            <dt>Shipping</dt>
            <dd>${price(shipping.price)}, free from ${price(shipping.freeFrom)}</dd>
          </div>
        </dl>
      </div>
    </article>
    <section class="shelf" aria-labelledby="related">
      <div class="shelf-head"><h2 id="related">Goes well with it</h2></div>
      ${tiles(related, 3)}
    </section>`;
};
