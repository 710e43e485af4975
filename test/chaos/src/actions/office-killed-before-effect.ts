import { officesKilled } from './office-killed.ts';

/** The office dies when it was about to pay: nothing happened, and it is run once more. */
export const officeKilledBeforeEffect = officesKilled({
  fault: 'office killed before the effect',
  points: ['before the effect'],
});
