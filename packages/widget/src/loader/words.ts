/** The name of the launcher and of the dialog, in every language. */
export const chatWord = 'Chat';

/** What the launcher says while the relay does not answer, unless the shop has words of its own: those are options. */
export const awayWords = 'No connection. Retrying.';
