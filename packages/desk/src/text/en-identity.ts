/** The words about who a shopper has shown to be, in English. */
export const identity = {
  ask: 'Ask the shopper to prove their address',
  asked: (by: string) => `${by} asked the shopper to prove their mail address.`,
  sent: (address: string) => `A code is on its way to ${address}.`,
  proved: (address: string) => `The shopper has proved that ${address} is theirs.`,
  wrong: 'Too many wrong codes: the last one is void. The shopper can ask for another.',
  unsent: 'The code could not be sent. Look at the relay’s log.',
  held: {
    known: 'Only for shoppers who have proved their address or are signed in.',
    verified: 'Only for shoppers who have just proved their address or are signed in.',
  },
  title: 'Address proved',
  hint: 'The shopper entered a code that was sent to this address.',
  address: 'Mail address',
  at: 'Proved',
  fresh: (until: string) => `Counts until ${until}`,
  stale: 'Some time ago: ask again before something important.',
};
