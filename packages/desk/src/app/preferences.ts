import { languages, preferredLanguage, type Language } from '../text/tables.ts';
import { createStore, type Store } from './store.ts';

/** `auto` follows the system. */
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What somebody likes about the desk, kept in this browser. */
export type Preferences = { language: Language; theme: Theme; hasSingleKeys: boolean };

const place = 'shopbell:desk:preferences';

const readKept = (storage: Storage): Partial<Preferences> => {
  try {
    const kept: unknown = JSON.parse(storage.getItem(place) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
};

/** The preferences, applied to the page as they change. What is kept and unknown falls back to the browser's. */
export const createPreferences = (storage: Storage, root: HTMLElement): Store<Preferences> => {
  const kept = readKept(storage);
  const store = createStore<Preferences>({
    language:
      kept.language && Object.hasOwn(languages, kept.language)
        ? kept.language
        : preferredLanguage(navigator.languages),
    theme: themes.find((theme) => theme === kept.theme) ?? 'auto',
    hasSingleKeys: kept.hasSingleKeys ?? true,
  });
  const apply = (): void => {
    const { language, theme } = store.get();
    root.lang = language;
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  apply();
  store.subscribe(() => {
    apply();
    storage.setItem(place, JSON.stringify(store.get()));
  });
  return store;
};
