import { agent, createLedger, heardOf, readTranscript, shopper, until, type Peer } from '@shopbell-test/kit';
import { tallyOf } from '../scenario.ts';
import type { Counter } from './counter.ts';
import { actionsIn, judgeActions, type PlayedAction } from './judgement.ts';
import type { Stage } from './stage.ts';

/** What the transcripts and the books say together. `ends`: how often each last step is there. */
export type Verdict = {
  actions: readonly PlayedAction[];
  ends: Readonly<Record<string, number>>;
  violations: string[];
};

/** Reads afresh what stands there, as staff and as each shopper, and judges it: the log by its ledger, the actions by the books. */
export const judge = async ({ relay, ledger }: Stage, counters: readonly Counter[]): Promise<Verdict> => {
  const log = createLedger();
  log.reader({ name: 'agent', audience: 'staff', conversations: 'all' });
  const actions: PlayedAction[] = [];
  const read = async (peer: Peer, conversation: string, name: string) => {
    const transcript = await readTranscript(peer, conversation);
    for (const entry of transcript) log.heard(heardOf(name, entry));
    return transcript;
  };
  await using staff = await until('the relay', () => agent(relay.ready).catch(() => null));
  for (const { conversation, token } of counters) {
    log.reader({ name: conversation, audience: 'everyone', conversations: [conversation] });
    actions.push(...actionsIn(await read(staff, conversation, 'agent')));
    await using own = await shopper(relay.ready, { token: token() });
    await read(own, conversation, conversation);
  }
  const found = [...log.judge(), ...judgeActions(actions, ledger.effects())];
  return {
    actions,
    ends: tallyOf(actions.map(({ steps }) => steps.at(-1)?.step ?? '')),
    violations: found.map(({ kind, what }) => `${kind}: ${what}`),
  };
};
