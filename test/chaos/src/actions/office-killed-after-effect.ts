import { officesKilled } from './office-killed.ts';

/** The office dies between paying and saying so: it is read back, never paid again. */
export const officeKilledAfterEffect = officesKilled({
  fault: 'office killed between effect and record',
  points: ['after the effect'],
});
