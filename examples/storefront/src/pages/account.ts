import { html } from 'hono/html';
import type { Customer } from '../books/customers.ts';
import type { Html } from './layout.ts';

const initials = (name: string): string =>
  name
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2);

/** The sign-in: this demonstration lets one be any of its customers. */
export const signInPage = (customers: readonly (Customer & { orders: number })[], next: string): Html =>
  html`<div class="intro">
      <h1>Who are you today?</h1>
      <p>
        A real shop would send you a link. This one is for trying things out: choose a customer, and see their
        orders, in the shop and in the chat.
      </p>
    </div>
    <form method="post" action="/sign-in">
      <input type="hidden" name="next" value="${next}" />
      <ul class="people">
        ${customers.map(
          ({ sub, name, city, orders }) =>
            html`<li>
              <button class="person" name="sub" value="${sub}">
                <i aria-hidden="true">${initials(name)}</i
                ><span
                  ><b>${name}</b
                  ><small>${city} · ${orders === 1 ? '1 order' : `${orders} orders`}</small></span
                >
              </button>
            </li>`,
        )}
      </ul>
    </form>
    <p class="small">
      Ordered without an account? The order number and your mail address or postal code are enough: ask in the
      chat.
    </p>`;

/** What is shown instead of a page: what is wrong, and where to go on. */
export const messagePage = (title: string, text: string): Html =>
  html`<div class="intro empty">
    <h1>${title}</h1>
    <p>${text}</p>
    <p class="actions">
      <a class="button" href="/">To the shop</a> <a class="button quiet" href="/search">Search</a>
    </p>
  </div>`;
