import { html } from 'hono/html';
import type { StoredProduct } from '../books/products.ts';
import { price, shipping } from '../money.ts';
import { shelves, type Shelf } from '../range/product.ts';
import type { Html } from './layout.ts';

const isSoldOut = (product: StoredProduct): boolean => product.variants.every(({ stock }) => stock === 0);

const priceFrom = ({ variants }: StoredProduct): string => {
  const prices = variants.map((variant) => variant.price);
  const least = Math.min(...prices);
  return least === Math.max(...prices) ? price(least) : `from ${price(least)}`;
};

type Level = 2 | 3;

const tile = (product: StoredProduct, level: Level): Html =>
  html`<li class="tile">
    <a href="/products/${product.id}">
      <img src="${product.variants[0]?.picture ?? ''}" alt="" width="400" height="400" loading="lazy" />
      ${level === 2 ? html`<h2>${product.title}</h2>` : html`<h3>${product.title}</h3>`}
      <p>${product.line}</p>
      <p class="price">${isSoldOut(product) ? 'Sold out' : priceFrom(product)}</p>
    </a>
  </li>`;

/** Products side by side; `level` is that of their headings. */
export const tiles = (products: readonly StoredProduct[], level: Level): Html =>
  html`<ul class="tiles">
    ${products.map((product) => tile(product, level))}
  </ul>`;

/** The shop’s first page. */
export const homePage = (products: readonly StoredProduct[]): Html =>
  html`<section class="hero">
      <div>
        <h1>Good tea is<br />mostly patience.</h1>
        <p>
          Ten teas, bought from the people who pluck them, and fourteen things we use every day to make them
          well.
        </p>
        <p class="actions">
          <a class="button" href="/shelves/tea">See the teas</a>
          <a class="button quiet" href="/shelves/pots">Pots & kettles</a>
        </p>
        <p class="small">Free shipping from ${price(shipping.freeFrom)} · pay on invoice</p>
      </div>
      <img
        src="/pictures/scene.svg"
        alt="A stoneware teapot, a tin of tea, a full cup and a brass scoop on a table"
        width="800"
        height="640"
      />
    </section>
    ${Object.entries(shelves).map(
      ([id, name]) =>
        html`<section class="shelf" aria-labelledby="shelf-${id}">
          <div class="shelf-head">
            <h2 id="shelf-${id}">${name}</h2>
            <a href="/shelves/${id}">See all<span class="hidden"> of ${name}</span></a>
          </div>
          ${tiles(products.filter(({ shelf }) => shelf === id).slice(0, 4), 3)}
        </section>`,
    )}`;

const introductions: Record<Shelf, string> = {
  tea: 'Single gardens and a few blends, packed to order. Each tin says where it comes from and how long to wait.',
  pots: 'Pots that pour without dripping and kettles that go where you point them.',
  cups: 'From the everyday mug to the cup for Sundays.',
  tools: 'Small things that make it easier, and linen to wipe up with.',
};

/** All of one shelf. */
export const shelfPage = (shelf: Shelf, products: readonly StoredProduct[]): Html =>
  html`<div class="intro">
      <h1>${shelves[shelf]}</h1>
      <p>${introductions[shelf]}</p>
    </div>
    ${tiles(products, 2)}`;

/** What a search found. */
export const searchPage = (sought: string, products: readonly StoredProduct[]): Html =>
  html`<div class="intro">
      <h1>${sought === '' ? 'Search' : html`“${sought}”`}</h1>
      <p>
        ${
          products.length > 0
            ? `${products.length} ${products.length === 1 ? 'product' : 'products'} found.`
            : sought === ''
              ? 'Type what you are looking for: a tea, a pot, a colour.'
              : 'Nothing here by that name. Try a single word, such as “sencha” or “mug”, or look along the shelves above.'
        }
      </p>
    </div>
    ${products.length > 0 ? tiles(products, 2) : ''}`;
