/** The words about replies that wait to be released, in English. */
export const held = {
  title: 'Draft',
  ask: 'Ask for release',
  staffOnly: 'The shopper sees nothing of it.',
  by: (name: string) => `${name} has written this`,
  states: {
    held: 'Waits for release',
    released: 'Released',
    returned: 'Returned',
    withdrawn: 'Withdrawn',
  },
  told: {
    held: (name: string) => `${name} asks for a release.`,
    released: (name: string) => `Released by ${name}.`,
    edited: (name: string) => `Released by ${name}, with other words.`,
    returned: (name: string) => `Returned by ${name}.`,
    withdrawn: (name: string) => `Withdrawn by ${name}.`,
  },
  waits: (clock: string) => `waits ${clock}`,
  late: (clock: string) => `waits ${clock}, too long`,
  lateCount: (count: number) =>
    count === 1
      ? 'A draft waits too long for its release.'
      : `${count} drafts wait too long for their release.`,
  asWritten: 'As it was written',
  release: 'Release',
  edit: 'Edit',
  giveBack: 'Return',
  withdraw: 'Withdraw',
  takeBack: 'Take back into the composer',
  message: 'What the shopper reads',
  comment: (name: string) => `A word to ${name}`,
  optional: 'May stay empty. The shopper never sees it.',
  why: 'What should change?',
  whyHint: 'Whoever wrote it reads this. The shopper never sees it.',
  gone: (name: string) => `The draft of ${name} is gone: somebody else has decided.`,
  own: 'You wrote this: a supervisor releases it.',
};
