import type { Texts } from './en.ts';

/** The words about replies that wait to be released, in German. */
export const held: Texts['held'] = {
  title: 'Entwurf',
  ask: 'Zur Freigabe geben',
  staffOnly: 'Die Kundschaft sieht davon nichts.',
  by: (name) => `${name} hat das geschrieben`,
  states: {
    held: 'Wartet auf Freigabe',
    released: 'Freigegeben',
    returned: 'Zurückgegeben',
    withdrawn: 'Zurückgezogen',
  },
  told: {
    held: (name) => `${name} bittet um Freigabe.`,
    released: (name) => `Von ${name} freigegeben.`,
    edited: (name) => `Von ${name} mit anderen Worten freigegeben.`,
    returned: (name) => `Von ${name} zurückgegeben.`,
    withdrawn: (name) => `Von ${name} zurückgezogen.`,
  },
  waits: (clock) => `wartet ${clock}`,
  late: (clock) => `wartet ${clock}, zu lange`,
  lateCount: (count) =>
    count === 1
      ? 'Ein Entwurf wartet zu lange auf seine Freigabe.'
      : `${count} Entwürfe warten zu lange auf Freigabe.`,
  asWritten: 'Wie es geschrieben war',
  release: 'Freigeben',
  edit: 'Ändern',
  giveBack: 'Zurückgeben',
  withdraw: 'Zurückziehen',
  takeBack: 'Zurück ins Schreibfeld',
  message: 'Was die Kundschaft liest',
  comment: (name) => `Ein Wort an ${name}`,
  optional: 'Kann leer bleiben. Die Kundschaft sieht es nie.',
  why: 'Was soll anders werden?',
  whyHint: 'Das liest, wer es geschrieben hat. Die Kundschaft sieht es nie.',
  gone: (name) => `Der Entwurf von ${name} ist weg: Jemand anders hat entschieden.`,
  own: 'Das haben Sie geschrieben: Die Leitung gibt es frei.',
};
