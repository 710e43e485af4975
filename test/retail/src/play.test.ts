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
import { expected, readTasks, type Call } from './tasks.ts';

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
  const played = await counter.play(
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
  expect(played).toMatchObject({ id: 'some', writes: 1, confirmed: 1, refused: 2 });
  expect(played.changed.orders).toMatchObject({
    '#gift': { status: 'cancelled', payment_history: [{}, { transaction_type: 'refund', amount: 12.5 }] },
  });
  expect(played.changed.users['ann']?.payment_methods['ann-hundred']).toMatchObject({ balance: 112.5 });
});

test('nothing is done about another customer, or about anybody while nobody was found', async () => {
  await using counter = await openCounter(smallShop);
  const others = await counter.play(
    asks('others', find, cancel('#bob'), call('get_user_details', { user_id: 'bob' })),
  );
  expect(others).toEqual({
    id: 'others',
    changed: { orders: {}, users: {} },
    writes: 0,
    confirmed: 0,
    refused: 1,
  });
  const nobody = await counter.play(
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
    const played = await counter.play(asks(id, cancel('#open')));
    expect(played).toMatchObject({ id, writes: 1, confirmed: 1, refused: 0 });
    expect(Object.keys(played.changed.orders)).toEqual(['#open']);
  }
});

test('the command says which task went otherwise than expected, and ends with 1', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-retail-'));
  const write = (name: string, value: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(value));
    return join(folder, name);
  };
  const wrong = { ...asks('wrong', find, cancel('#open')), changed: {} };
  const right = { ...asks('right', find, cancel('#sent')), changed: {} };
  const database = write('db.json', convertMoney(smallShop, toDollars));
  const { played, stderr, code } = await retail(write('tasks.json', [wrong, right]), database);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(played.map(({ id }) => id)).toEqual(['wrong', 'right']);
  expect(stderr).toContain('Task wrong: the shop does not stand as it should.');
  expect(stderr).toContain('2 of 2 tasks played');
  expect(stderr).toContain('1 of 2 tasks left the shop as expected.');
});

test.skipIf(!isThere)(
  'the command plays every task of the benchmark as expected (needs its files beside the repository)',
  { timeout: 120_000 },
  async () => {
    const { played, stderr, code } = await retail(files.tasks, files.database);
    const tasks = readTasks(files.tasks);
    console.log(stderr.trim());
    expect(code).toBe(0);
    expect(played.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
    expect(played.map(({ changed }) => convertMoney(changed, toCents))).toEqual(tasks.map(expected));
    const inAll = (name: 'writes' | 'confirmed' | 'refused') =>
      played.reduce((sum, each) => sum + each[name], 0);
    expect([inAll('writes'), inAll('confirmed'), inAll('refused')]).toEqual([119, 119, 1]);
  },
);
