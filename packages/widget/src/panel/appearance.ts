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

const units = { compact: '3px', normal: undefined, roomy: '5px' };

const set = (name: string, value: string | undefined): void => {
  if (value === undefined) root.style.removeProperty(name);
  else root.style.setProperty(name, value);
};

/** Colours, theme, shape, type and air of the document, as the page wishes; what it does not say is the default. */
export const showTheme = ({ theme, accent, radius, font, spacing }: PanelOptions): void => {
  set('--sb-radius', radius);
  set('--sb-unit', spacing && units[spacing]);
  set('--sb-font', font && `${font}, system-ui, sans-serif`);
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
  const colours = accentProperties(accent ?? '');
  for (const name of ['--sb-accent', '--sb-on-accent', '--sb-accent-ink']) set(name, colours[name]);
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
