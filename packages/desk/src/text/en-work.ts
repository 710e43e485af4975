/** The words about who takes conversations, in English. */
export const work = {
  states: { available: 'Available', away: 'Away', offline: 'Not there' },
  load: (load: number, capacity: number) => `${load} of ${capacity}`,
  loadHint: 'conversations',
  goAway: 'Takes no more new conversations; those you have stay.',
  comeBack: 'New conversations are given to you again.',
};
