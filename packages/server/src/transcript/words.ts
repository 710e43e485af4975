/** The few words a transcript has besides what was said. */
export type TranscriptWords = {
  title: (shop: string) => string;
  written: (when: string) => string;
  you: string;
  file: (name: string) => string;
  joined: (name: string) => string;
  left: string;
  closed: string;
  reopened: string;
  answers: string;
  yes: string;
  no: string;
  rated: (score: number, of: number) => string;
  erased: string;
  earlier: string;
};

const en: TranscriptWords = {
  title: (shop) => `Your conversation with ${shop}`,
  written: (when) => `As of ${when}`,
  you: 'You',
  file: (name) => `File: ${name}`,
  joined: (name) => `${name} has joined.`,
  left: 'Waiting for somebody else.',
  closed: 'The conversation was closed.',
  reopened: 'The conversation was opened again.',
  answers: 'Filled in',
  yes: 'yes',
  no: 'no',
  rated: (score, of) => `Rated ${score} of ${of}.`,
  erased: 'What was said here was erased.',
  earlier: 'Earlier messages are not part of this mail. They are in the chat.',
};

const de: TranscriptWords = {
  title: (shop) => `Ihr Gespräch mit ${shop}`,
  written: (when) => `Stand ${when}`,
  you: 'Sie',
  file: (name) => `Datei: ${name}`,
  joined: (name) => `${name} ist jetzt da.`,
  left: 'Wartet auf jemand anderen.',
  closed: 'Das Gespräch wurde geschlossen.',
  reopened: 'Das Gespräch wurde wieder geöffnet.',
  answers: 'Ausgefüllt',
  yes: 'ja',
  no: 'nein',
  rated: (score, of) => `Bewertet mit ${score} von ${of}.`,
  erased: 'Was hier stand, wurde gelöscht.',
  earlier: 'Frühere Nachrichten stehen nicht in dieser Mail. Sie sind im Chat.',
};

const tables: Readonly<Record<string, TranscriptWords>> = { en, de };

/** The words for a language tag; English where there are no others. */
export const transcriptWords = (locale: string): TranscriptWords =>
  tables[locale.toLowerCase().split('-')[0] ?? 'en'] ?? en;
