import type { Account, Order } from '@shopbell/commerce';
import { html } from 'hono/html';

type Html = ReturnType<typeof html>;

/** What the page shows: who may be whom, and for whom it is now. */
export type Shown = {
  relayUrl: string;
  shop: string;
  accounts: readonly Account[];
  visitor: { account: Account; orders: readonly Order[] } | null;
};

const euros = ({ amount, currency }: { amount: number; currency: string }): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 100);

const row = (order: Order): Html =>
  html`<tr>
    <td><a id="order-${order.number}">#${order.number}</a></td>
    <td>${order.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')}</td>
    <td>${euros(order.total)}</td>
    <td>${order.status}</td>
  </tr>`;

const signedIn = ({ account, orders }: NonNullable<Shown['visitor']>): Html =>
  html`<p>You are ${account.name}. Ring the bell and ask for something about your orders.</p>
    <table>
      <thead>
        <tr>
          <th>Order</th>
          <th>Articles</th>
          <th>Total</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map(row)}
      </tbody>
    </table>
    <form method="post" action="/sign-out"><button>Sign out</button></form>`;

const signedOut = (accounts: readonly Account[]): Html =>
  html`<p>Who are you? In this demo, whoever you say.</p>
    ${accounts.map(
      ({ sub, name }) =>
        html`<form method="post" action="/sign-in">
          <input type="hidden" name="sub" value="${sub}" /><button>${name}</button>
        </form>`,
    )}`;

/** The one page of the shop, with the bell on it. */
export const page = ({ relayUrl, shop, accounts, visitor }: Shown): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Hearth &amp; Plank</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
        <script src="${relayUrl}/shopbell.js" data-shop="${shop}" async></script>
        ${visitor === null ? '' : html`<script src="/signed-in.js" defer></script>`}
      </head>
      <body>
        <main>
          <h1>Hearth &amp; Plank</h1>
          ${visitor === null ? signedOut(accounts) : signedIn(visitor)}
        </main>
      </body>
    </html>`;

/** How it looks. */
export const css = `body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-weight: 600; letter-spacing: -0.01em; }
table { border-collapse: collapse; width: 100%; margin: 1.5rem 0; }
th, td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid color-mix(in srgb, CanvasText 15%, transparent); }
button { font: inherit; padding: 0.5rem 1rem; border-radius: 0.5rem; border: 1px solid color-mix(in srgb, CanvasText 30%, transparent); background: transparent; color: inherit; cursor: pointer; margin: 0.25rem 0; }
`;

/** Tells the chat who is there: the shop vouches for them by a token that it fetches when it needs one. */
export const signedInScript = `const jwt = async () => {
  const response = await fetch('/chat-identity', { method: 'POST' });
  if (!response.ok) throw new Error('Not signed in any more.');
  return (await response.json()).jwt;
};
(window.Shopbell ??= []).push(['identify', { jwt }]);
`;
