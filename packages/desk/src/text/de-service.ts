import type { service as english } from './en-service.ts';

/** The words about forms, ratings and greetings, in German. */
export const service: typeof english = {
  filled: (name) => `${name} hat ein Formular ausgefüllt`,
  claimed: 'Angaben der Kundin oder des Kunden, nicht geprüft',
  yes: 'Ja',
  no: 'Nein',
  greeting: (by) => `${by} hatte von selbst gegrüßt`,
  rated: (name, score, of) => `${name} gab ${score} von ${of}`,
  thumb: (name, isUp) => `${name} war ${isUp ? 'zufrieden' : 'nicht zufrieden'}`,
};
