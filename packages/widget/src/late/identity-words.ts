/** How a shopper proves a mail address, by language. `{}` is where a value goes. */
export const identityWords = {
  en: {
    title: 'Prove your mail address',
    asks: 'Needed',
    why: 'We send you a code by mail, so that nobody but you can act on your orders here.',
    email: 'Your mail address',
    send: 'Send me a code',
    sending: 'Sending the code …',
    sent: 'We sent a code to {}. It can take a minute; look into spam too.',
    code: 'Code from the mail, 6 digits',
    confirm: 'Confirm',
    confirming: 'Checking …',
    again: 'Send a new code',
    againIn: 'You can ask for a new one in {}.',
    other: 'Other address',
    proved: 'Proved',
    thanks: 'Thank you: {} is yours.',
    noEmail: 'Enter a mail address, such as name@example.com.',
    noCode: 'Enter the 6 digits from the mail.',
    wrong: 'This is not the code. You have {} more tries.',
    lastTry: 'This is not the code. You have one more try.',
    over: 'This code is no longer valid. Ask for another one.',
    tooOften: 'Those were many codes. You can ask again in {}.',
    unsent: 'The code could not be sent. Try again in a moment, or sign in at the shop.',
    offline: 'No connection. Try again in a moment.',
    failed: 'That did not work. Try again in a moment.',
  },
  de: {
    title: 'Mailadresse nachweisen',
    asks: 'Fehlt noch',
    why: 'Wir senden Ihnen einen Code, damit hier niemand außer Ihnen etwas an Ihren Bestellungen tun kann.',
    email: 'Ihre Mailadresse',
    send: 'Code senden',
    sending: 'Der Code wird gesendet …',
    sent: 'Wir haben einen Code an {} gesendet. Das kann eine Minute dauern; sehen Sie auch im Spam nach.',
    code: 'Code aus der Mail, 6 Ziffern',
    confirm: 'Bestätigen',
    confirming: 'Wird geprüft …',
    again: 'Neuer Code',
    againIn: 'Einen neuen gibt es in {}.',
    other: 'Andere Adresse',
    proved: 'Nachgewiesen',
    thanks: 'Danke: {} gehört Ihnen.',
    noEmail: 'Geben Sie eine Mailadresse ein, etwa name@example.com.',
    noCode: 'Geben Sie die 6 Ziffern aus der Mail ein.',
    wrong: 'Das ist nicht der Code. Sie haben noch {} Versuche.',
    lastTry: 'Das ist nicht der Code. Sie haben noch einen Versuch.',
    over: 'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
    tooOften: 'Das waren viele Codes. Den nächsten gibt es in {}.',
    unsent:
      'Der Code ließ sich nicht senden. Versuchen Sie es gleich noch einmal, oder melden Sie sich im Shop an.',
    offline: 'Keine Verbindung. Versuchen Sie es gleich noch einmal.',
    failed: 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.',
  },
} as const;

export type IdentityWords = { readonly [K in keyof (typeof identityWords)['en']]: string };

/** German for `de`, `de-AT` …, else English. */
export const identityWordsFor = (locale: string): IdentityWords =>
  /^de\b/i.test(locale) ? identityWords.de : identityWords.en;
