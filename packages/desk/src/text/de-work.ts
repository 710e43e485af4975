import type { Texts } from './en.ts';

/** The words about who takes conversations, in German. */
export const work: Texts['work'] = {
  states: { available: 'Verfügbar', away: 'Abwesend', offline: 'Nicht da' },
  load: (load, capacity) => `${load} von ${capacity}`,
  loadHint: 'Gesprächen',
  goAway: 'Sie bekommen keine neuen Gespräche; die Sie haben, bleiben.',
  comeBack: 'Sie bekommen wieder neue Gespräche.',
};
