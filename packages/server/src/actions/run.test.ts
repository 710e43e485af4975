import type { ActionOffer } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until } from '../../test/edge-kit.ts';
import type { Connection } from '../delivery/connection.ts';
import { createDecider } from '../log/decide.ts';
import { decideActionRequest } from '../rules/actions.ts';
import { createOffices } from './offices.ts';
import { createActions } from './run.ts';

const lookup: ActionOffer = {
  name: 'order.lookup',
  version: 2,
  title: 'Look up an order',
  effect: 'read',
  identity: 'anyone',
  input: {},
  output: {},
};

const fakeOffice = () => {
  const got: string[] = [];
  const connection: Connection = {
    side: 'staff',
    isOpen: true,
    send: (packet) => void got.push(packet.toString()),
    signal: () => {},
    end: () => {},
    onEnd: () => () => {},
  };
  return { got, office: { shop: 'demo', id: 'agt_theoffice', name: 'Back office', connection } };
};

/** A store in which an action was requested by a relay that is no more. */
const afterACrash = async (dueInMs: number) => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const decide = createDecider(relay);
  const dueAt = Date.now() + dueInMs;
  const asked = {
    action: 'act_requestedbefore',
    name: 'order.lookup',
    version: 1,
    title: 'Look up',
    input: {},
    audience: 'everyone',
    effect: 'read',
    plans: false,
    verifies: false,
    role: 'agent',
    dueAt,
  } as const;
  const by = { kind: 'agent', id: 'agt_abcdefgh', name: 'Ben' } as const;
  await decide({ shop: 'demo', conversation, by, nonce: nonce() }, (state) => {
    if (!state) throw new Error('there is no conversation');
    return decideActionRequest(state, asked);
  });
  const offices = createOffices();
  const onError = (error: unknown) => expect.unreachable(String(error));
  const actions = createActions({ store: relay.store, decide, offices, now: Date.now, onError });
  const row = () => relay.store.action('act_requestedbefore');
  const step = async () => (await row())?.step;
  return {
    row,
    offices,
    actions,
    step,
    [Symbol.asyncDispose]: async () => {
      actions.close();
      await relay[Symbol.asyncDispose]();
    },
  };
};

test('R26 a read that was under way when the relay died is handed to the next office that offers it', async () => {
  await using scene = await afterACrash(20_000);
  await scene.actions.resume();
  const { office, got } = fakeOffice();
  scene.offices.open(office, [lookup]);
  await until(() => got.length === 1);
  expect(got[0]).toContain('"id":"act_requestedbefore"');
  expect(await scene.step()).toBe('running');
  await scene.actions.report(office.connection, {
    action: 'act_requestedbefore',
    lease: (await scene.row())?.lease ?? 0,
    step: 'succeeded',
    output: {},
  });
  expect(await scene.step()).toBe('succeeded');
});

test('R26 what was due while the relay was down has failed', async () => {
  await using scene = await afterACrash(-1);
  await scene.actions.resume();
  await expect.poll(scene.step).toBe('failed');
});

test('R26 an office that never reports fails its action when the time is over', async () => {
  await using scene = await afterACrash(300);
  await scene.actions.resume();
  const { office } = fakeOffice();
  scene.offices.open(office, [lookup]);
  await expect.poll(scene.step).toBe('running');
  await expect.poll(scene.step).toBe('failed');
});
