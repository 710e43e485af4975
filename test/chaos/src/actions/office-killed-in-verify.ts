import { officesKilled } from './office-killed.ts';

/** The office dies while it reads back: another life of it is asked again. */
export const officeKilledInVerify = officesKilled({
  fault: 'office killed during verify',
  points: ['in verify'],
});
