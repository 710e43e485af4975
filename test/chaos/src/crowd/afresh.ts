import { agent, heardOf, readTranscript, shopper, type Ledger } from '@shopbell-test/kit';
import type { Customer } from './customer.ts';
import type { Ground } from './ground.ts';

/** Whose conversation is read. */
export type Known = Pick<Customer, 'name' | 'conversation' | 'token'>;

/** How many customers’ own view is read, at most; staff read all. */
const ownMost = 100;

/** What stands there in the end, read anew on raw sockets into the ledger: by staff all, by customers their own. */
export const readAfresh = async (at: Ground, customers: readonly Known[], ledger: Ledger) => {
  const name = 'agent, afterwards';
  const last = new Map<string, { staff: number; everyone: number }>();
  let stored = 0;
  await using reader = await agent(at);
  ledger.reader({ name, audience: 'staff', conversations: 'all' });
  for (const [index, customer] of customers.entries()) {
    const conversation = customer.conversation();
    if (conversation === null) continue;
    const transcript = await readTranscript(reader, conversation);
    for (const entry of transcript) ledger.heard(heardOf(name, entry));
    stored += transcript.length;
    const everyone = transcript.findLast(({ audience }) => audience === 'everyone')?.publicSeq ?? 0;
    last.set(conversation, { staff: transcript.at(-1)?.seq ?? 0, everyone });
    if (index >= ownMost) continue;
    const own = `${customer.name}, afterwards`;
    ledger.reader({ name: own, audience: 'everyone', conversations: [conversation] });
    await using peer = await shopper(at, { token: customer.token() });
    for (const entry of await readTranscript(peer, conversation)) ledger.heard(heardOf(own, entry));
  }
  return { last, stored };
};
