import type { ActionStep } from '@shopbell/protocol';

/** How an action with a plan is told, by language. `{}` is where a value goes. */
export const storyWords = {
  en: {
    asks: 'Your answer is needed',
    until: 'You can answer until {}.',
    yes: 'Yes, do it',
    no: 'No, leave it',
    sending: 'Sending your answer …',
    pending: 'Your answer is not sent yet. We keep trying.',
    stale: 'Your answer was not taken: this has changed meanwhile, or its time is over.',
    gone: 'Your answer was not taken: this is no longer there.',
    refused: 'Your answer was not taken. Please try again.',
    proveFirst: 'Before you agree, please show once more that your mail address is yours.',
    signInFirst: 'Please sign in at the shop first, then answer again.',
    over: 'The time to answer is over. Nothing was done.',
    approval: 'Waiting for approval by the shop',
    rejected: 'Not approved by {}. Nothing was done.',
    checking: 'Done. We are checking it.',
    unpaid: 'This changes here once you have paid.',
    steps: {
      requested: 'Asked for',
      planned: 'In preparation',
      confirmed: 'You agreed',
      approved: 'Approved by {}',
      running: 'Under way',
      succeeded: 'Done',
      failed: 'This did not work.',
      unknown: 'Not certain yet. We are checking.',
      verified: 'Checked',
      unverified: 'Could not be checked. We look after it and come back to you.',
      declined: 'You declined. Nothing was done.',
      expired: 'Its time is over. Nothing was done.',
      cancelled: 'Cancelled. Nothing was done.',
      refused: 'This is not possible. Nothing was done.',
    },
  },
  de: {
    asks: 'Ihre Antwort fehlt noch',
    until: 'Sie können bis {} antworten.',
    yes: 'Ja, bitte ausführen',
    no: 'Nein, lassen',
    sending: 'Ihre Antwort wird gesendet …',
    pending: 'Ihre Antwort ist noch nicht gesendet. Wir versuchen es weiter.',
    stale: 'Ihre Antwort galt nicht mehr: Inzwischen hat sich etwas geändert, oder die Zeit ist um.',
    gone: 'Ihre Antwort galt nicht: Das gibt es nicht mehr.',
    refused: 'Ihre Antwort wurde nicht angenommen. Bitte versuchen Sie es noch einmal.',
    proveFirst: 'Bevor Sie zustimmen: Bitte zeigen Sie noch einmal, dass Ihre Mailadresse Ihnen gehört.',
    signInFirst: 'Bitte melden Sie sich zuerst im Shop an und antworten Sie dann noch einmal.',
    over: 'Die Zeit zum Antworten ist um. Es ist nichts geschehen.',
    approval: 'Wartet auf Freigabe durch den Shop',
    rejected: 'Nicht freigegeben von {}. Es ist nichts geschehen.',
    checking: 'Erledigt. Wir prüfen es noch.',
    unpaid: 'Das ändert sich hier, sobald Sie gezahlt haben.',
    steps: {
      requested: 'Angefragt',
      planned: 'In Vorbereitung',
      confirmed: 'Sie haben zugestimmt',
      approved: 'Freigegeben von {}',
      running: 'Wird ausgeführt',
      succeeded: 'Erledigt',
      failed: 'Das hat nicht geklappt.',
      unknown: 'Noch nicht sicher. Wir prüfen es.',
      verified: 'Geprüft',
      unverified: 'Ließ sich nicht prüfen. Wir kümmern uns darum und melden uns.',
      declined: 'Sie haben abgelehnt. Es ist nichts geschehen.',
      expired: 'Die Zeit ist um. Es ist nichts geschehen.',
      cancelled: 'Abgebrochen. Es ist nichts geschehen.',
      refused: 'Das ist nicht möglich. Es ist nichts geschehen.',
    },
  },
} as const satisfies Record<string, StoryWords>;

type Sentence =
  | 'asks'
  | 'until'
  | 'yes'
  | 'no'
  | 'sending'
  | 'pending'
  | 'stale'
  | 'gone'
  | 'refused'
  | 'proveFirst'
  | 'signInFirst'
  | 'over';
export type StoryWords = Record<Sentence | 'approval' | 'rejected' | 'checking' | 'unpaid', string> & {
  steps: Record<ActionStep, string>;
};

/** German for `de`, `de-AT` …, else English. */
export const storyWordsFor = (locale: string): StoryWords =>
  /^de\b/i.test(locale) ? storyWords.de : storyWords.en;
