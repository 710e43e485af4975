/** The words about what waits for an approval, in English. */
export const approvals = {
  tab: 'Approvals',
  title: 'Waiting for approval',
  empty: 'Nothing waits for an approval.',
  emptyNext:
    'What a colleague asks for above their limit, and what a trainee writes, appears here at once, from every conversation.',
  failed: 'What waits for an approval could not be loaded.',
  askedBy: 'Asked by',
  for: 'For',
  agreed: 'has agreed',
  notAgreed: 'has not agreed yet',
  left: (clock: string) => `${clock} left to agree`,
  over: 'The time to agree is over.',
  open: 'Open the conversation',
  more: 'Show more',
  gone: (title: string) => `${title}: somebody else has decided, or the time was over.`,
};
