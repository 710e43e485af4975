import { addWords, hasWords, languageOf, languages, type Table } from '@shopbell/look';

/** What the document is written in, as the relay chose it: the words themselves, and under which name others are kept. */
export type Speech = { locale: string; version: string; words: Table };

let version = '';
let spoken = 'en';
const parts = new Set(['panel']);

/** Begins with the words that came with the document. */
export const beginSpeech = (speech: Speech): void => {
  ({ version } = speech);
  spoken = languageOf(speech.locale);
  addWords(spoken, { panel: speech.words });
};

const fetchWords = async (part: string, language: string): Promise<void> => {
  if (hasWords(part, language)) return;
  const reply = await fetch(`/widget/words/${part}-${language}-${version}.json`);
  if (!reply.ok) throw new Error(`There are no words for “${part}” in “${language}”.`);
  addWords(language, { [part]: (await reply.json()) as Table });
};

/** Fetches the words of parts that come late, in the language spoken; from now on they change with it. */
export const learnParts = async (more: readonly string[]): Promise<void> => {
  for (const part of more) parts.add(part);
  await Promise.all(more.map((part) => fetchWords(part, spoken)));
};

/** Fetches what is needed to speak another language: `true` once all is there, `false` where it is none of ours. */
export const learnLanguage = async (locale: string): Promise<boolean> => {
  const language = languageOf(locale);
  if (!languages.some((each) => each === language)) return false;
  await Promise.all([...parts].map((part) => fetchWords(part, language)));
  spoken = language;
  return true;
};
