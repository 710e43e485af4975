import { html } from 'hono/html';
import type { ChatSettings } from '../config.ts';
import { shelves, type Shelf } from '../range/product.ts';
import { basketIcon, mark, personIcon, searchIcon } from './icons.ts';

/** A piece of a page; everything put into it is escaped. */
export type Html = ReturnType<typeof html>;

/** What every page knows about whoever looks at it. */
export type Visitor = {
  /** The signed-in customer’s name. */
  name: string | null;
  /** Pieces in the cart. */
  pieces: number;
};

/** What a page is made of. */
export type Page = {
  title: string;
  visitor: Visitor;
  chat: ChatSettings;
  /** The shelf one is in front of. */
  shelf?: Shelf | undefined;
  /** What was searched for. */
  sought?: string | undefined;
  main: Html;
};

/** The shop’s name. */
export const shopName = 'Alder & Steep';

const shelfLinks = (current: Shelf | undefined): Html[] =>
  Object.entries(shelves).map(
    ([id, name]) =>
      html`<li><a href="/shelves/${id}" ${id === current ? html`aria-current="page"` : ''}>${name}</a></li>`,
  );

const header = ({ visitor, shelf, sought }: Page): Html =>
  html`<header class="top">
    <div class="wide top-row">
      <a class="brand" href="/">${mark()}<span>${shopName}</span></a>
      <form class="search" action="/search" role="search">
        <label class="hidden" for="q">Search the shop</label>
        <input
          id="q"
          name="q"
          type="search"
          maxlength="120"
          placeholder="Search teas and wares"
          value="${sought ?? ''}"
          autocomplete="off"
        />
        <button aria-label="Search">${searchIcon()}</button>
      </form>
      <nav class="you" aria-label="Your shop">
        <a href="/orders"
          >${personIcon()}<span>${visitor.name === null ? 'My orders' : visitor.name.split(' ')[0]}</span></a
        >
        <a href="/cart" class="basket"
          >${basketIcon()}<span>Cart</span>${
            visitor.pieces === 0
              ? ''
              : html`<b class="count"
                  ><span class="hidden">, </span>${visitor.pieces}<span class="hidden"> in it</span></b
                >`
          }</a
        >
      </nav>
    </div>
    <nav class="shelves" aria-label="Shelves">
      <ul class="wide">
        ${shelfLinks(shelf)}
      </ul>
    </nav>
  </header>`;

const footer = (): Html =>
  html`<footer class="bottom">
    <div class="wide bottom-row">
      <div>
        <p class="brand">${mark()}<span>${shopName}</span></p>
        <p>Tea, and what it takes to make it.<br />Packed in Hamburg on weekdays before noon.</p>
      </div>
      <ul>
        ${Object.entries(shelves).map(([id, name]) => html`<li><a href="/shelves/${id}">${name}</a></li>`)}
      </ul>
      <ul>
        <li><a href="/orders">My orders</a></li>
        <li><a href="/cart">Cart</a></li>
        <li>Questions? Ring the bell below.</li>
      </ul>
    </div>
    <p class="wide small">A demonstration shop: it takes orders, sends nothing and charges nobody.</p>
  </footer>`;

/** A whole page of the shop, with the bell on it. */
export const layout = (page: Page): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="Tea, pots, cups and linen from ${shopName}." />
        <title>${page.title} · ${shopName}</title>
        <link rel="icon" href="/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/shop.css" />
        <script
          src="${page.chat.relayUrl}/shopbell.js"
          data-shop="${page.chat.shop}"
          data-accent="#4d5c38"
          async
        ></script>
        ${page.visitor.name === null ? '' : html`<script src="/signed-in.js" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${header(page)}
        <main id="main" class="wide">${page.main}</main>
        ${footer()}
      </body>
    </html>`;
