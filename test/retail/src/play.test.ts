import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { files, isThere } from './dataset.ts';
import { convertMoney, toCents, toDollars } from './money.ts';
import { openCounter, type Played } from './play.ts';
import { smallShop } from './small-shop.ts';
import { expected, playable, readTasks, type Call } from './tasks.ts';

const call = (name: string, input: Call['arguments']): Call => ({ name, arguments: input });
const asks = (id: string, ...actions: Call[]) => ({ id, actions });
const find = call('find_user_id_by_email', { email: 'ANN@example.com' });
const cancel = (order_id: string, reason = 'no longer needed') =>
  call('cancel_pending_order', { order_id, reason });

/** Runs the command and gives its lines; whatever it ends with. */
const retail = async (tasks: string, database: string) => {
  const main = join(import.meta.dirname, 'main.ts');
  const args = ['--conditions=source', main, '--tasks', tasks, '--db', database];
  const { stdout, stderr, code } = await promisify(execFile)(process.execPath, args).then(
    (ran) => ({ ...ran, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { played: lines.map((line) => JSON.parse(line) as Played), stderr, code };
};

test('a write is confirmed by the shopper, done, read back; what the policy forbids is refused', async () => {
  await using counter = await openCounter(smallShop);
  const { played, faults } = await counter.play(
    asks(
      'some',
      find,
      call('get_order_details', { order_id: '#gift' }),
      cancel('#gift', 'it rains'),
      cancel('#gift'),
      cancel('#gift'),
      call('calculate', { expression: '1 + 1' }),
      call('transfer_to_human_agents', { summary: 'Wants more than there is.' }),
    ),
  );
  expect(faults).toEqual([]);
  expect(played).toMatchObject({ id: 'some', writes: 1, confirmed: 1, refused: 2 });
  expect(played.changed.orders).toMatchObject({
    '#gift': { status: 'cancelled', payment_history: [{}, { transaction_type: 'refund', amount: 12.5 }] },
  });
  expect(played.changed.users['ann']?.payment_methods['ann-hundred']).toMatchObject({ balance: 112.5 });
});

test('nothing is done about another customer, or about anybody while nobody was found', async () => {
  await using counter = await openCounter(smallShop);
  const { played: others } = await counter.play(
    asks('others', find, cancel('#bob'), call('get_user_details', { user_id: 'bob' })),
  );
  expect(others).toEqual({
    id: 'others',
    changed: { orders: {}, users: {} },
    writes: 0,
    confirmed: 0,
    refused: 1,
  });
  const { played: nobody } = await counter.play(
    asks(
      'nobody',
      call('get_product_details', { product_id: 'cup' }),
      cancel('#none'),
      call('no_such_tool', {}),
    ),
  );
  expect(nobody).toMatchObject({ writes: 0, confirmed: 0, refused: 1 });
});

test('whom the shop has signed in is served without being asked; each task finds the shop as it was', async () => {
  await using counter = await openCounter(smallShop);
  for (const id of ['one', 'two']) {
    const { played } = await counter.play(asks(id, cancel('#open')));
    expect(played).toMatchObject({ id, writes: 1, confirmed: 1, refused: 0 });
    expect(Object.keys(played.changed.orders)).toEqual(['#open']);
  }
});

test.each<[string, Call['arguments']]>([
  ['cancel_pending_order', {}],
  ['cancel_pending_order', { order_id: 7, reason: 'no longer needed' }],
  ['cancel_pending_order', { order_id: '#open', reason: null }],
  ['cancel_pending_order', { order_id: '#open', reason: 'no longer needed', at: 'once' }],
  ['cancel_pending_order', { order_id: '__proto__', reason: 'no longer needed' }],
  ['cancel_pending_order', { order_id: 'x'.repeat(20_000), reason: 'no longer needed' }],
  ['return_delivered_order_items', { order_id: '#there', item_ids: 'cup-0', payment_method_id: 'ann-card' }],
  ['return_delivered_order_items', { order_id: '#there', item_ids: [], payment_method_id: 'ann-card' }],
  ['modify_user_address', { user_id: 'ann', address1: '1 Elm' }],
])('%s of what it cannot take is refused, changes nothing, and the play goes on', async (name, input) => {
  await using counter = await openCounter(smallShop);
  const calls = [find, call(name, input), call('get_order_details', { order_id: [1] }), cancel('#gift')];
  const { played, faults } = await counter.play(asks('odd', ...calls));
  expect(faults).toEqual([]);
  expect(played).toMatchObject({ writes: 1, confirmed: 1, refused: 1 });
  expect(Object.keys(played.changed.orders)).toEqual(['#gift']);
});

/** A folder with files in it, gone when disposed of. */
const folderOf = (files: Record<string, unknown>) => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-retail-'));
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value));
  const remove = () => rmSync(folder, { recursive: true });
  return { path: (name: string) => join(folder, name), [Symbol.dispose]: remove };
};
const inDollars = convertMoney(smallShop, toDollars);

test('the command says which task went otherwise than expected, and ends with 1', async () => {
  const wrong = { ...asks('wrong', find, cancel('#open')), changed: {} };
  const right = { ...asks('right', find, cancel('#sent')), changed: {}, difficulty: 'none', split: null };
  using folder = folderOf({ 'db.json': { ...inDollars, note: 'more' }, 'tasks.json': [wrong, right] });
  const { played, stderr, code } = await retail(folder.path('tasks.json'), folder.path('db.json'));
  expect(code).toBe(1);
  expect(played.map(({ id }) => id)).toEqual(['wrong', 'right']);
  expect(stderr).toContain('Task wrong: the shop does not stand as it should.');
  expect(stderr).toContain('2 of 2 tasks played');
  expect(stderr).toContain('1 of 2 tasks left the shop as expected.');
});

test('a task that cannot be read has a line too, and keeps no other from being played', async () => {
  const odd = { id: 'odd', actions: [{ name: 7 }] };
  const good = { ...asks('good', find, cancel('#gift')), id: 3, changed: null };
  using folder = folderOf({ 'db.json': inDollars, 'tasks.json': [odd, 'no task', good] });
  const { played, stderr, code } = await retail(folder.path('tasks.json'), folder.path('db.json'));
  expect(code).toBe(1);
  expect(played).toMatchObject([
    { id: 'odd', changed: { orders: {}, users: {} }, writes: 0 },
    { changed: { orders: {}, users: {} }, writes: 0 },
    { id: 3, changed: { orders: { '#gift': { status: 'cancelled' } } }, writes: 1, confirmed: 1 },
  ]);
  expect(stderr).toContain('Task odd: it was not played:');
});

test('the command prints nothing on stdout when it cannot begin, says how to call it, and ends with 2', async () => {
  using folder = folderOf({ 'db.json': inDollars });
  const { played, stderr, code } = await retail(folder.path('none.json'), folder.path('db.json'));
  expect({ played, code }).toEqual({ played: [], code: 2 });
  expect(stderr).toMatch(/none\.json[^]*Usage: pnpm retail --tasks FILE --db FILE/);
});

test.skipIf(!isThere)(
  'the command plays every task of the benchmark as expected (needs its files beside the repository)',
  { timeout: 120_000 },
  async () => {
    const { played, stderr, code } = await retail(files.tasks, files.database);
    const tasks = playable(readTasks(files.tasks));
    console.log(stderr.trim());
    expect(code).toBe(0);
    expect(played.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
    expect(played.map(({ changed }) => convertMoney(changed, toCents))).toEqual(tasks.map(expected));
    const inAll = (name: 'writes' | 'confirmed' | 'refused') =>
      played.reduce((sum, each) => sum + each[name], 0);
    expect([inAll('writes'), inAll('confirmed'), inAll('refused')]).toEqual([119, 119, 1]);
  },
);
