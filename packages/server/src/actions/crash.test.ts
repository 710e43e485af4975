import type { ActionOffer, ActionTask } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until } from '../../test/edge-kit.ts';
import type { Connection } from '../delivery/connection.ts';
import { createDecider } from '../log/decide.ts';
import { decideActionRequest } from '../rules/actions.ts';
import { begun } from '../store/action-row.ts';
import { createOffices } from './offices.ts';
import { createActions } from './run.ts';

const offer: ActionOffer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan', 'verify'],
  input: {},
  output: {},
};
const action = 'act_refundforever01';
const by = { kind: 'agent', id: 'agt_abcdefgh', name: 'Ben' } as const;

/** A store with a requested refund, and relays on it that end without a word. */
const setUp = async () => {
  const edge = await startEdge();
  const shopper = await edge.shopper();
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const decide = createDecider(edge);
  const dueAt = Date.now() + 20_000;
  const facts = {
    effect: 'write',
    plans: true,
    verifies: true,
    audience: 'everyone',
    role: 'agent',
  } as const;
  const asked = { ...facts, name: offer.name, version: 1, title: offer.title, input: {}, dueAt };
  await decide({ shop: 'demo', conversation, by, nonce: nonce() }, (state) => {
    if (!state) throw new Error('there is no conversation');
    return decideActionRequest(state, { ...asked, action });
  });
  const row = () => edge.store.action(action);
  const given = { ...asked, ...begun(dueAt), id: action, shop: 'demo', conversation, by } as const;

  /** A relay that comes up, with an office that is there at once. */
  const comeUp = async () => {
    const offices = createOffices();
    const onError = (error: unknown) => expect.unreachable(String(error));
    const actions = createActions({ store: edge.store, decide, offices, now: Date.now, onError });
    await actions.resume();
    const tasks: ActionTask[] = [];
    const connection: Connection = {
      side: 'staff',
      isOpen: true,
      send: (packet) => {
        const text = packet.toString();
        tasks.push((JSON.parse(text.slice(text.indexOf('['))) as [string, ActionTask])[1]);
      },
      signal: () => {},
      end: () => {},
      onEnd: () => () => {},
    };
    offices.open({ shop: 'demo', id: 'agt_theoffice', name: 'Back office', connection }, [offer]);
    const report = (lease: number, what: object) =>
      actions.report(connection, { action, lease, ...what } as never);
    const confirm = async () => {
      const digest = (await row())?.plan?.digest ?? '';
      const who = { kind: 'shopper', id: shopper.session.shopper.id, name: '' } as const;
      const move = { event: { type: 'confirm' as const, digest }, by: who, nonce: nonce(), body: digest };
      await actions.answer(given, move);
    };
    return { actions, tasks, report, confirm };
  };
  return {
    row,
    comeUp,
    store: edge.store,
    conversation,
    [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose](),
  };
};
type Relay = Awaited<ReturnType<Awaited<ReturnType<typeof setUp>>['comeUp']>>;

/** What brings the action from one state to the next, on whatever relay is up. */
const deeds: [string, (relay: Relay, lease: number) => Promise<unknown>][] = [
  [
    'planned',
    async ({ tasks, report }) => {
      await until(() => tasks.at(-1)?.ask === 'plan');
      await report(tasks.at(-1)?.lease ?? 0, { step: 'planned', plan: { summary: 'Refund', confirm: true } });
    },
  ],
  ['running', async ({ confirm }) => confirm()],
  [
    'succeeded',
    // After a restart nobody is asked to run again: whoever has run it knows the lease.
    async ({ report }, lease) => report(lease, { step: 'succeeded', output: 1 }),
  ],
  [
    'verified',
    async ({ tasks, report }) => {
      await until(() => tasks.at(-1)?.ask === 'verify');
      await report(tasks.at(-1)?.lease ?? 0, { step: 'verified' });
    },
  ],
];

test.each([0, 1, 2, 3])(
  'R34 a relay that dies after step %i of an action leaves nothing undone and nothing done twice',
  async (dies) => {
    await using scene = await setUp();
    let relay = await scene.comeUp();
    const runs: number[] = [];
    const note = () => runs.push(...relay.tasks.filter(({ ask }) => ask === 'run').map(({ lease }) => lease));
    for (const [index, [step, deed]] of deeds.entries()) {
      if (index === dies) {
        await until(() => relay.tasks.length > 0 || index === 1 || index === 2);
        note();
        relay.actions.close();
        relay = await scene.comeUp();
      }
      await deed(relay, (await scene.row())?.lease ?? 0);
      await expect.poll(async () => (await scene.row())?.step).toBe(step);
      if (step === 'running' && relay.tasks.length > 0) await until(() => relay.tasks.at(-1)?.ask === 'run');
    }
    note();
    expect(new Set(runs).size).toBe(1);
    const page = await scene.store.entries(
      { side: 'staff', shop: 'demo' },
      { conversation: scene.conversation, after: 0, limit: 50 },
    );
    const steps = (page?.entries ?? []).flatMap(
      (entry) => (JSON.parse(entry) as { data: { step?: string } }).data.step ?? [],
    );
    expect(steps).toEqual(['requested', 'planned', 'confirmed', 'running', 'succeeded', 'verified']);
    relay.actions.close();
  },
);
