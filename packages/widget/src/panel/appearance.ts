import { accentProperties, directionOf, knownLocale } from '@shopbell/look';
import type { PanelOptions } from '../bridge/messages.ts';
import { learnLanguage } from './speech.ts';

const root = document.documentElement;
const againMs = 5_000;

/** Says in which language the document is, and which way it reads. */
export const showLanguage = (locale: string): void => {
  root.lang = knownLocale(locale);
  root.dir = directionOf(locale);
};

/** Colours and theme of the document, as the page wishes. */
export const showTheme = ({ theme, accent }: PanelOptions): void => {
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
  for (const name of ['--sb-accent', '--sb-on-accent', '--sb-accent-ink']) root.style.removeProperty(name);
  for (const [name, value] of Object.entries(accentProperties(accent ?? '')))
    root.style.setProperty(name, value);
};

/** Changes the language once its words are there; what is asked for last counts. `spoken` is told what it is now. */
export const createSpeaker = (spoken: (locale: string) => void): ((locale: string) => void) => {
  let wanted = '';
  const speak = async (locale: string): Promise<void> => {
    try {
      if ((await learnLanguage(locale)) && wanted === locale) {
        showLanguage(locale);
        spoken(locale);
      }
    } catch {
      // Offline: until the words can be fetched it stays as it is.
      setTimeout(() => void (wanted === locale && speak(locale)), againMs);
    }
  };
  return (locale) => void speak((wanted = locale));
};
