import { englishCards, type CardWords } from '@shopbell/protocol';
import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import he from './he.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/** What the relay says by itself to shoppers, in one language; `{}` and `{name}` are where values go. */
export type Words = typeof en & { readonly cards: CardWords };

/** The words by language. */
export const tables: Readonly<Record<string, Words>> = {
  ar,
  de,
  en: { ...en, cards: englishCards },
  es,
  fr,
  he,
  it,
  ja,
  nl,
  pl,
  pt,
  zh,
};

/** The words a reader gets, the language they are in, and which way it is written. */
export type Wording = { words: Words; language: string; direction: 'ltr' | 'rtl' };

/** The words for a language tag; English where there are no others. */
export const wordingFor = (locale: string): Wording => {
  const wanted = locale.toLowerCase().split(/[-_]/, 1)[0] ?? '';
  const language = Object.hasOwn(tables, wanted) ? wanted : 'en';
  const words = tables[language] ?? { ...en, cards: englishCards };
  return { words, language, direction: language === 'ar' || language === 'he' ? 'rtl' : 'ltr' };
};
