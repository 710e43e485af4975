import { formatMoney, type Money } from '@shopbell/protocol';
import type { Address } from './order.ts';

type Place = Pick<Address, 'street' | 'postalCode' | 'city'>;

/** What will happen, in one sentence each, for the shopper to agree to. */
export type Sentences = {
  place: (total: string, to: string) => string;
  cancel: (order: string, refunded: string | null) => string;
  changeItems: (
    order: string,
    money: { total: string; refunded: string | null; due: string | null },
  ) => string;
  changeAddress: (order: string, to: string) => string;
  changePayment: (order: string, method: string) => string;
  requestPayment: (order: string, amount: string) => string;
  openReturn: (order: string, total: string) => string;
  openExchange: (order: string, difference: { toPay: string } | { back: string } | null) => string;
  refund: (order: string, total: string) => string;
  goodwill: (amount: string, order: string) => string;
  accountAddress: (to: string) => string;
  accountContact: (to: string) => string;
  complaint: (about: string) => string;
  lead: (email: string) => string;
  followUp: (about: string) => string;
};

const english: Sentences = {
  place: (total, to) => `We place your order for ${total}, to be sent to ${to}.`,
  cancel: (order, refunded) =>
    refunded === null
      ? `We cancel order ${order}; nothing was paid for it.`
      : `We cancel order ${order} and send ${refunded} back to you.`,
  changeItems: (order, { total, refunded, due }) =>
    `We change the articles of order ${order}: it then comes to ${total}${
      refunded === null ? '' : `, and ${refunded} goes back to you`
    }${due === null ? '' : `, of which ${due} is to be paid`}.`,
  changeAddress: (order, to) => `We send order ${order} to ${to}.`,
  changePayment: (order, method) => `Order ${order} is then paid by ${method}.`,
  requestPayment: (order, amount) => `You get a link to pay ${amount} for order ${order}.`,
  openReturn: (order, total) =>
    `We open a return for order ${order}; once the parcel has arrived, ${total} goes back to you.`,
  openExchange: (order, difference) => {
    const start = `We open an exchange for order ${order} and send you the other articles`;
    if (difference === null) return `${start}; it costs you nothing.`;
    return 'toPay' in difference
      ? `${start}; you pay ${difference.toPay} more.`
      : `${start}; ${difference.back} goes back to you.`;
  },
  refund: (order, total) => `We send ${total} back to you for order ${order}.`,
  goodwill: (amount, order) => `You get a voucher for ${amount}, for the trouble with order ${order}.`,
  accountAddress: (to) => `The address of your account is then ${to}.`,
  accountContact: (to) => `We then reach you at ${to}.`,
  complaint: (about) => `We record your complaint: ${about}.`,
  lead: (email) => `We note your interest and may write to you at ${email}.`,
  followUp: (about) => `We come back to this: ${about}.`,
};

const german: Sentences = {
  place: (total, to) => `Wir nehmen Ihre Bestellung über ${total} auf und senden sie an ${to}.`,
  cancel: (order, refunded) =>
    refunded === null
      ? `Wir stornieren Bestellung ${order}; bezahlt wurde dafür nichts.`
      : `Wir stornieren Bestellung ${order} und erstatten Ihnen ${refunded}.`,
  changeItems: (order, { total, refunded, due }) =>
    `Wir ändern die Artikel der Bestellung ${order}: Sie kostet dann ${total}${
      refunded === null ? '' : `, und Sie bekommen ${refunded} zurück`
    }${due === null ? '' : `, davon sind ${due} zu zahlen`}.`,
  changeAddress: (order, to) => `Wir senden Bestellung ${order} an ${to}.`,
  changePayment: (order, method) => `Bestellung ${order} wird dann so bezahlt: ${method}.`,
  requestPayment: (order, amount) =>
    `Sie bekommen einen Link, um ${amount} für Bestellung ${order} zu zahlen.`,
  openReturn: (order, total) =>
    `Wir legen eine Rücksendung zu Bestellung ${order} an; ist das Paket da, bekommen Sie ${total} zurück.`,
  openExchange: (order, difference) => {
    const start = `Wir legen einen Umtausch zu Bestellung ${order} an und senden Ihnen die anderen Artikel`;
    if (difference === null) return `${start}; das kostet Sie nichts.`;
    return 'toPay' in difference
      ? `${start}; Sie zahlen ${difference.toPay} mehr.`
      : `${start}; Sie bekommen ${difference.back} zurück.`;
  },
  refund: (order, total) => `Wir erstatten Ihnen ${total} für Bestellung ${order}.`,
  goodwill: (amount, order) =>
    `Sie bekommen einen Gutschein über ${amount}, für den Ärger mit Bestellung ${order}.`,
  accountAddress: (to) => `Die Adresse Ihres Kontos ist dann ${to}.`,
  accountContact: (to) => `Wir erreichen Sie dann unter ${to}.`,
  complaint: (about) => `Wir halten Ihre Beschwerde fest: ${about}.`,
  lead: (email) => `Wir notieren Ihr Interesse und dürfen Ihnen an ${email} schreiben.`,
  followUp: (about) => `Wir kommen darauf zurück: ${about}.`,
};

/** How amounts and addresses stand in sentences, and the sentences: German for `de`, `de-AT` …, else English. */
export const sentencesFor = (locale: string) => ({
  say: /^de\b/i.test(locale) ? german : english,
  money: (money: Money): string => formatMoney({ ...money, amount: Math.abs(money.amount) }, locale),
  /** An amount, or `null` when it is nothing. */
  some: (money: Money): string | null => (money.amount === 0 ? null : formatMoney(money, locale)),
  place: ({ street, postalCode, city }: Place): string => `${street}, ${postalCode} ${city}`,
});
