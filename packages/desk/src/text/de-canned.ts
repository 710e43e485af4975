import type { Texts } from './en.ts';

/** The words about canned responses, in German. */
export const canned: Texts['canned'] = {
  title: 'Textbausteine',
  hint: '/ für Textbausteine',
  none: 'Kein Textbaustein hat diese Wörter.',
  failed: 'Die Textbausteine konnten nicht geladen werden. Schließen und noch einmal versuchen.',
  count: (count: number) =>
    count === 0 ? 'Kein Textbaustein' : count === 1 ? '1 Textbaustein' : `${count} Textbausteine`,
  open: (name: string) => `Vor dem Senden „${name}“ ausfüllen.`,
  lead: 'Standardantworten Ihres Shops. In einer Antwort / und ein paar Buchstaben eingeben.',
  empty: 'Es gibt noch keine.',
  emptyNext: 'Schreiben Sie auf, was Sie jeden Tag sagen. Alle hier können es verwenden.',
  add: 'Neuer Textbaustein',
  edit: (title: string) => `„${title}“ ändern`,
  uses: (count: number) => (count === 1 ? 'einmal verwendet' : `${count}-mal verwendet`),
  id: 'Kurzname',
  idHint: 'Kleinbuchstaben, Ziffern und Bindestriche: retouren-label',
  name: 'Titel',
  text: 'Text',
  textHint: 'Wird von selbst ausgefüllt:',
  language: 'Sprache',
  anyLanguage: 'Jede',
  save: 'Speichern',
  saving: 'Wird gespeichert …',
  back: 'Zurück',
  remove: 'Entfernen',
  removeSure: 'Für alle entfernen',
};
