/** The name of the launcher and of the dialog, in both languages. */
export const chatWord = 'Chat';

/** What the launcher says while the relay does not answer; German or English. */
export const awayWords = (locale: string): string =>
  locale.startsWith('de') ? 'Keine Verbindung. Wir versuchen es weiter.' : 'No connection. We keep trying.';
