import { html } from 'hono/html';
import type { CartLine } from '../cart.ts';
import { countries, type Field, type FormState } from '../checkout.ts';
import { price } from '../money.ts';
import { sums } from './cart.ts';
import type { Html } from './layout.ts';

type Input = { field: Field; label: string; autocomplete: string; type?: string };

const inputs: readonly Input[] = [
  { field: 'name', label: 'Name', autocomplete: 'name' },
  { field: 'email', label: 'Mail address', autocomplete: 'email', type: 'email' },
  { field: 'street', label: 'Street and number', autocomplete: 'street-address' },
  { field: 'postalCode', label: 'Postal code', autocomplete: 'postal-code' },
  { field: 'city', label: 'City', autocomplete: 'address-level2' },
];

const wrongAt = (field: Field, wrong: FormState['wrong']): Html | '' =>
  wrong[field] === undefined ? '' : html`<span class="wrong" id="${field}-wrong">${wrong[field]}</span>`;
const marks = (field: Field, wrong: FormState['wrong']): Html | '' =>
  wrong[field] === undefined ? '' : html`aria-invalid="true" aria-describedby="${field}-wrong"`;

const input = ({ field, label, autocomplete, type = 'text' }: Input, { values, wrong }: FormState): Html =>
  html`<div class="field field-${field}">
    <label for="${field}">${label}</label>
    <input
      id="${field}"
      name="${field}"
      type="${type}"
      value="${values[field] ?? ''}"
      autocomplete="${autocomplete}"
      maxlength="254"
      required
      ${marks(field, wrong)}
    />
    ${wrongAt(field, wrong)}
  </div>`;

const countryChoice = ({ values, wrong }: FormState): Html =>
  html`<div class="field field-country">
    <label for="country">Country</label>
    <select id="country" name="country" autocomplete="country" ${marks('country', wrong)}>
      ${Object.entries(countries).map(
        ([code, name]) =>
          html`<option value="${code}" ${values.country === code ? html`selected` : ''}>${name}</option>`,
      )}
    </select>
    ${wrongAt('country', wrong)}
  </div>`;

const whatIsWrong = ({ wrong }: FormState): Html | '' => {
  const fields = Object.entries(wrong);
  if (fields.length === 0) return '';
  return html`<div class="alert" role="alert">
    <p>Nothing was ordered yet. Please look at ${fields.length === 1 ? 'this' : 'these'}:</p>
    <ul>
      ${fields.map(([field, message]) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
};

/** The checkout: where to, what for, and how it is paid. */
export const checkoutPage = (lines: readonly CartLine[], state: FormState): Html =>
  html`<nav class="crumbs" aria-label="Where you are">
      <a href="/cart">Cart</a> <span aria-hidden="true">/</span> Checkout
    </nav>
    <div class="intro"><h1>Checkout</h1></div>
    ${whatIsWrong(state)}
    <div class="beside">
      <form class="checkout" method="post" action="/checkout" novalidate>
        <input type="hidden" name="checkout" value="${state.checkout}" />
        <fieldset>
          <legend>Where it goes</legend>
          <div class="fields">${inputs.map((each) => input(each, state))}${countryChoice(state)}</div>
        </fieldset>
        <fieldset>
          <legend>How you pay</legend>
          <p class="pay">
            <b>On invoice.</b> It lies in the parcel; pay by bank transfer within fourteen days. We ask for no
            card.
          </p>
        </fieldset>
        <button class="button full">Order and pay on invoice</button>
      </form>
      <aside class="panel" aria-label="Your cart">
        <ul class="brief">
          ${lines.map(
            ({ variant, quantity }) =>
              html`<li>
                <img src="${variant.picture}" alt="" width="56" height="56" /><span
                  >${quantity} × ${variant.title}<small>${variant.label}</small></span
                ><b>${price(variant.price * quantity)}</b>
              </li>`,
          )}
        </ul>
        ${sums(lines)}
      </aside>
    </div>`;
