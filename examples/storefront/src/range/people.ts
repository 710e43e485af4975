import type { Customer } from '../books/customers.ts';
import type { Recipient } from '../books/orders.ts';

type Row = readonly [
  name: string,
  mailbox: string,
  street: string,
  postalCode: string,
  city: string,
  country: string,
];

const person = ([name, mailbox, street, postalCode, city, country]: Row): Recipient => ({
  name,
  email: `${mailbox}@example.com`,
  street,
  postalCode,
  city,
  country,
});

const accounts: readonly Row[] = [
  ['Mara Lindqvist', 'mara.lindqvist', 'Große Elbstraße 41', '22767', 'Hamburg', 'DE'],
  ['Jonas Brandt', 'jonas.brandt', 'Kastanienallee 12', '10435', 'Berlin', 'DE'],
  ['Amélie Rousseau', 'amelie.rousseau', '18 rue des Martyrs', '75009', 'Paris', 'FR'],
  ['Pieter de Wit', 'pieter.dewit', 'Prinsengracht 263', '1016 GV', 'Amsterdam', 'NL'],
  ['Sofia Okafor', 'sofia.okafor', '7 Fumbally Lane', 'D08 XK76', 'Dublin', 'IE'],
  ['Tomás Ferreira', 'tomas.ferreira', 'Rua da Boavista 88', '1200-066', 'Lisboa', 'PT'],
];

const guestRows: readonly Row[] = [
  ['Hanna Weiss', 'hanna.weiss', 'Lindengasse 30', '1070', 'Wien', 'AT'],
  ['Oskar Nyström', 'oskar.nystrom', 'Södermannagatan 5', '116 23', 'Stockholm', 'SE'],
  ['Ingrid Maes', 'ingrid.maes', 'Kloosterstraat 54', '2000', 'Antwerpen', 'BE'],
  ['Yusuf Demir', 'yusuf.demir', 'Venloer Straße 310', '50823', 'Köln', 'DE'],
  ['Clara Bianchi', 'clara.bianchi', 'Via San Felice 21', '40122', 'Bologna', 'IT'],
];

/** Those with an account, whom the demo lets one sign in as. */
export const people: readonly Customer[] = accounts.map((row, index) => ({
  sub: `customer-${2001 + index}`,
  ...person(row),
}));

/** Those who ordered without one. */
export const guests: readonly Recipient[] = guestRows.map(person);
