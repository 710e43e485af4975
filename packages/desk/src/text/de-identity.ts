import type { identity as english } from './en-identity.ts';

/** The words about who a shopper has shown to be, in German. */
export const identity: typeof english = {
  ask: 'Um einen Nachweis der Adresse bitten',
  asked: (by) => `${by} hat um einen Nachweis der Mailadresse gebeten.`,
  sent: (address) => `Ein Code ist unterwegs an ${address}.`,
  proved: (address) => `Nachgewiesen: ${address} gehört der Person im Chat.`,
  wrong: 'Zu viele falsche Codes: Der letzte gilt nicht mehr. Ein neuer kann angefordert werden.',
  unsent: 'Der Code ließ sich nicht senden. Sehen Sie im Protokoll des Relays nach.',
  held: {
    known: 'Nur für Kunden, die ihre Adresse nachgewiesen haben oder angemeldet sind.',
    verified: 'Nur für Kunden, die eben ihre Adresse nachgewiesen haben oder angemeldet sind.',
  },
  title: 'Adresse nachgewiesen',
  hint: 'An diese Adresse ging ein Code, und er wurde hier eingegeben.',
  address: 'Mailadresse',
  at: 'Nachgewiesen',
  fresh: (until) => `Gilt bis ${until}`,
  stale: 'Schon länger her: Bitten Sie vor Wichtigem noch einmal darum.',
};
