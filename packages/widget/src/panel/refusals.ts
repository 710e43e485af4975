import type { ErrorCode } from '@shopbell/protocol';

/** Why a message was refused, in words of the reader’s language; the relay’s own sentence is for programs and logs. */
const refusals: Record<'en' | 'de', Partial<Record<ErrorCode, string>> & { other: string }> = {
  en: {
    bad_request: 'it cannot be sent like this.',
    too_large: 'it is too long.',
    rate_limited: 'too many messages at once.',
    nonce_reused: 'it was sent before with other words.',
    not_found: 'this conversation is no longer there.',
    forbidden: 'that is not allowed here.',
    unauthenticated: 'you have been signed out.',
    other: 'something went wrong on our side.',
  },
  de: {
    bad_request: 'so lässt sie sich nicht senden.',
    too_large: 'sie ist zu lang.',
    rate_limited: 'zu viele Nachrichten auf einmal.',
    nonce_reused: 'sie wurde schon mit anderen Worten gesendet.',
    not_found: 'dieses Gespräch gibt es nicht mehr.',
    forbidden: 'das ist hier nicht erlaubt.',
    unauthenticated: 'Sie wurden abgemeldet.',
    other: 'bei uns ist etwas schiefgegangen.',
  },
};

/** The reason for a code, as the end of a sentence. */
export const refusalWords = (code: ErrorCode, locale: string): string => {
  const table = refusals[/^de\b/i.test(locale) ? 'de' : 'en'];
  return table[code] ?? table.other;
};
