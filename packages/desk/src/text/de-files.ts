import type { Texts } from './en.ts';

/** The words about files, in German. */
export const files: Texts['files'] = {
  attach: 'Dateien anhängen',
  limits: (size, count) => `Je bis ${size}, ${count} auf einmal. Oder einfügen, oder hierher ziehen.`,
  onItsWay: (percent) => (percent < 100 ? `${percent} % gesendet` : 'Wird geprüft …'),
  progress: (name) => `Fortschritt von ${name}`,
  cancel: (name) => `${name} abbrechen`,
  remove: (name) => `${name} entfernen`,
  through: (done, all) => `${done} von ${all} Dateien sind bereit.`,
  waits: 'Einige Dateien sind noch unterwegs.',
  open: (name) => `Bild ${name} öffnen`,
  save: 'Speichern',
  saveNamed: (name) => `${name} speichern`,
  gone: 'ist nicht mehr da.',
};
