import { officesKilled } from './office-killed.ts';

/** Two offices offer the same actions and die in turn, anywhere: whoever is left goes on where the other was. */
export const twoOffices = officesKilled({
  fault: 'two offices on one action, killed in turn',
  points: ['before the effect', 'after the effect', 'in verify'],
  offices: 2,
});
