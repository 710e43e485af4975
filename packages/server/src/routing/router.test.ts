import { Routing, type ShopSettings } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { nonce, saying, until } from '../../test/edge-kit.ts';
import { openService } from '../../test/service-scene.ts';

/** A shop that gives out conversations, and a clock to set. The scene’s own agent is away: `nora` and `ben` work. */
const openRouted = async (given: z.input<typeof Routing> = {}, settings: ShopSettings = {}) => {
  const time = { ahead: 0 };
  const listeners = new Set<() => void>();
  const clock = {
    now: () => Date.now() + time.ahead,
    onSet: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const scene = await openService({ ...settings, routing: Routing.parse(given) }, { clock });
  await scene.agent.call('state:set', { state: 'away' });
  const assigneeOf = async (id: string) => {
    const { status, assignee } = (await scene.store.state(id as `cnv_${string}`)) ?? {};
    return status === 'open' ? (assignee?.id ?? null) : status;
  };
  return {
    ...scene,
    assigneeOf,
    /** Resolves when somebody, or that one, has it. */
    has: async (id: string, who?: string) => {
      let now: string | null | undefined;
      const look = async (): Promise<boolean> => {
        now = await assigneeOf(id);
        return who === undefined ? now?.startsWith('agt_') === true : now === who;
      };
      await expect.poll(look, { timeout: 30_000, interval: 10 }).toBe(true);
      return now ?? '';
    },
    pass: (ms: number) => {
      time.ahead += ms;
      for (const listener of listeners) listener();
    },
    customer: async () => {
      const client = await scene.secondShopper();
      const say = async (text: string) =>
        (await client.call('message:send', { nonce: nonce(), parts: saying(text) })).conversation;
      return { ...client, say };
    },
  };
};

test('R66 a shop that gives out nothing is a shared queue: nobody is given any, and nothing is told of it', async () => {
  await using scene = await openService({});
  const id = await scene.ring();
  await scene.agent.call('state:set', { state: 'available' });
  await until(() => scene.shopper.heard('queue:changed').length > 0, 30_000);
  expect(await scene.store.state(id)).toMatchObject({ status: 'queued', assignee: null });
  const { people } = await scene.agent.call('team:list', {});
  expect(people.every((person) => !('work' in person))).toBe(true);
});

test('R68 R72 who rings is given to who is there, with an entry for everyone, by the relay', async () => {
  await using scene = await openRouted();
  const nora = await scene.staff('agent');
  const id = await scene.ring();
  await scene.has(id, nora.person.id);
  const entries = await scene.entriesOf(id);
  expect(entries.map(({ type, by }) => `${type} ${by.kind}`)).toEqual([
    'status shopper',
    'message shopper',
    'assignment system',
    'status system',
  ]);
  expect(entries[2]?.data).toEqual({ to: { id: nora.person.id, name: 'A agent' } });
});

test('R67 R68 who waits is given to whoever comes, or comes back from being away', async () => {
  await using scene = await openRouted();
  const id = await scene.ring();
  await scene.agent.call('state:set', { state: 'available' });
  await scene.has(id, scene.agent.person.id);
  await scene.agent.call('state:set', { state: 'away' });
  const customer = await scene.customer();
  const other = await customer.say('Hello');
  const nora = await scene.staff('agent');
  expect(await scene.has(other, nora.person.id)).toBe(nora.person.id);
});

test('R71 nobody is given more than they can have; what is closed makes room', async () => {
  await using scene = await openRouted({ capacity: 1 });
  const nora = await scene.staff('agent');
  const first = await scene.ring();
  await scene.has(first, nora.person.id);
  const customer = await scene.customer();
  const second = await customer.say('Me, too');
  await until(() => customer.heard('queue:changed').length > 0, 30_000);
  expect(await scene.assigneeOf(second)).toBe('queued');
  await nora.call('conversation:close', { conversation: first, nonce: nonce() });
  await scene.has(second, nora.person.id);
});

test('R70 R71 who comes back gets whom they had; and waits like everybody where that one has no room', async () => {
  await using scene = await openRouted({ capacity: 1 });
  const nora = await scene.staff('agent');
  const close = (conversation: `cnv_${string}`) =>
    nora.call('conversation:close', { conversation, nonce: nonce() });
  const again = (conversation: `cnv_${string}`) =>
    scene.shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('One more thing') });
  const first = await scene.ring();
  await scene.has(first, nora.person.id);
  await close(first);
  // Whom they had counts more than who has had least.
  await scene.staff('agent');
  const second = await scene.ring();
  await scene.has(second, nora.person.id);
  await close(second);
  await again(first);
  await scene.has(first, nora.person.id);
  await close(first);
  for (let each = 0; each < 2; each += 1) await scene.has(await (await scene.customer()).say('Hello'));
  await again(first);
  expect(await scene.assigneeOf(first)).toBe('queued');
});

test('R73 who waits for a team goes to anybody when they have waited for long enough', async () => {
  const teams = [{ id: 'returns', name: 'Returns', people: [] }];
  await using scene = await openRouted({
    overflowMs: 600_000,
    teams,
    rules: [{ when: {}, team: 'returns' }],
  });
  const nora = await scene.staff('agent');
  const id = await scene.ring();
  await until(() => scene.shopper.heard('queue:changed').length > 0, 30_000);
  expect(await scene.assigneeOf(id)).toBe('queued');
  scene.pass(600_000);
  await scene.has(id, nora.person.id);
});

test('R74 a shopper who waits for somebody who is gone goes back to the queue, and on to a colleague', async () => {
  await using scene = await openRouted();
  const nora = await scene.staff('agent');
  const [waits, answered] = [await scene.ring(), await (await scene.customer()).say('Hello')];
  await scene.has(waits, nora.person.id);
  await scene.has(answered, nora.person.id);
  await nora.call('message:send', { conversation: answered, nonce: nonce(), parts: saying('There') });
  nora.socket.disconnect();
  await until(() => !scene.edge.isBusy);
  const goneAt = async () =>
    (await scene.agent.call('team:list', {})).people.find(({ id }) => id === nora.person.id)?.work?.state;
  await expect.poll(goneAt, { timeout: 30_000 }).toBe('offline');
  const ben = await scene.staff('agent');
  expect(await scene.assigneeOf(waits)).toBe(nora.person.id);
  scene.pass(120_000);
  await scene.has(waits, ben.person.id);
  expect(await scene.assigneeOf(answered)).toBe(nora.person.id);
});

test('R74 whom nobody has seen since before a restart is gone, too', async () => {
  await using scene = await openRouted();
  const gone = await scene.addStaff('agent');
  const id = await scene.ring();
  await scene.agent.call('conversation:assign', {
    conversation: id,
    nonce: nonce(),
    to: gone.person.id as never,
  });
  const ben = await scene.staff('agent');
  scene.pass(120_000);
  expect(await scene.has(id, ben.person.id)).toBe(ben.person.id);
});

test('R75 outside its hours a shop gives out nothing, unless it says so', async () => {
  const never: [] = [];
  const week: NonNullable<ShopSettings['hours']>['week'] = [never, never, never, never, never, never, never];
  const hours = { timeZone: 'Europe/Berlin', week, holidays: [] };
  await using scene = await openRouted({}, { hours });
  const nora = await scene.staff('agent');
  const id = await scene.ring();
  await until(() => scene.shopper.heard('queue:changed').length > 0, 30_000);
  expect(await scene.assigneeOf(id)).toBe('queued');
  const admin = await scene.staff('admin', ['read', 'reply', 'admin']);
  const settings = { hours, routing: Routing.parse({ outsideHours: 'give' }) };
  await admin.call('settings:save', { version: 1, settings });
  await scene.has(id, nora.person.id);
});

test('R76 the team tells who takes conversations, and how many each has', async () => {
  await using scene = await openRouted({ capacity: 3 });
  const nora = await scene.staff('agent');
  const trainee = await scene.staff('trainee');
  await scene.has(await scene.ring(), nora.person.id);
  const seen = () => scene.agent.heard('team:changed').at(-1)?.people ?? [];
  const workOf = (id: string) => seen().find((person) => person.id === id)?.work;
  await until(() => workOf(nora.person.id)?.load === 1, 30_000);
  expect(workOf(nora.person.id)).toMatchObject({ state: 'available', load: 1, capacity: 3 });
  expect(workOf(scene.agent.person.id)).toMatchObject({ state: 'away', load: 0 });
  expect(seen().some(({ id }) => id === trainee.person.id)).toBe(true);
  expect(workOf(trainee.person.id)).toBeUndefined();
});

test('R76 a bot or a trainee has no state to set', async () => {
  await using scene = await openRouted();
  for (const role of ['bot', 'trainee'] as const) {
    const client = await scene.staff(role);
    expect(await client.ask('state:set', { state: 'available' })).toMatchObject({
      error: { code: 'forbidden' },
    });
  }
});

test('R77 a place in the queue counts who waits for the same people', async () => {
  const teams = ['returns', 'sales'].map((id) => ({ id, name: id, people: [] }));
  const rules = teams.map(({ id }) => ({ when: { page: `/${id}/*` }, team: id }));
  await using scene = await openRouted({ teams, rules });
  const ring = async (page: string) => {
    const client = await scene.secondShopper();
    const url = `https://shop.test/${page}/1`;
    await client.call('message:send', { nonce: nonce(), parts: saying('Hello'), page: { url } });
    return () => client.heard('queue:changed').at(-1)?.ahead;
  };
  const places = [await ring('returns'), await ring('sales'), await ring('returns'), await ring('else')];
  await expect.poll(() => places.map((place) => place()), { timeout: 30_000 }).toEqual([0, 0, 1, 3]);
});
