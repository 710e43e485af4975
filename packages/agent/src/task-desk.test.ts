import { refuse, type ActionReport, type ActionTask } from '@shopbell/protocol';
import { describe, expect, test, vi } from 'vitest';
import type { ActionHandler } from './action-types.ts';
import { createTaskDesk, type TaskDeskOptions } from './task-desk.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { interval: 2 });

let count = 0;
const task = (
  dueInMs = 5_000,
  id: ActionTask['id'] = `act_${String(++count).padStart(8, '0')}`,
): ActionTask => ({
  id,
  ask: 'run',
  lease: 2,
  name: 'stock.check',
  version: 1,
  input: {},
  conversation: 'cnv_12345678',
  shopper: { id: 'shp_12345678', name: '', claimed: {}, verified: null },
  by: { kind: 'agent', id: 'agt_12345678', name: 'Ada' },
  role: 'agent',
  audience: 'everyone',
  dueAt: Date.now() + dueInMs,
});

type Options = Partial<TaskDeskOptions> & Pick<ActionHandler, 'verify'>;

const deskWith = (perform: ActionHandler['perform'], { verify, ...options }: Options = {}) => {
  const reports: ActionReport[] = [];
  const errors: unknown[] = [];
  const offer = { name: 'stock.check', effect: verify ? 'write' : 'read' } as ActionHandler['offer'];
  const desk = createTaskDesk({
    handlers: new Map([['stock.check', { offer, perform, ...(verify ? { verify } : {}) }]]),
    report: async (report) => reports.push(report),
    failed: (error) => errors.push(error),
    concurrency: 16,
    relayNow: Date.now,
    ...options,
  });
  return { ...desk, reports, errors };
};

describe('a desk for tasks', () => {
  test('runs a task once that is handed over twice, while it runs and after, and reports it again', async () => {
    let runs = 0;
    const desk = deskWith(async () => ({ output: ++runs }));
    const once = task();
    desk.take(once);
    desk.take(once);
    await until(() => desk.reports.length === 1);
    await until(() => (desk.take(once), desk.reports.length >= 2));
    expect(runs).toBe(1);
    expect(desk.reports[1]).toEqual({ action: once.id, lease: 2, step: 'succeeded', output: 1 });
  });

  test('reports a failure when the time is over, and tells the function by its signal', async () => {
    const signals: AbortSignal[] = [];
    const desk = deskWith(({ signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    desk.take(task(20));
    await until(() => desk.reports.length === 1);
    expect(desk.reports).toMatchObject([{ step: 'failed', error: { code: 'timeout' } }]);
    expect(signals[0]?.aborted).toBe(true);
  });

  test('does not begin what is overdue when its turn comes', async () => {
    const perform = vi.fn<ActionHandler['perform']>(() => new Promise(() => {}));
    const desk = deskWith(perform, { concurrency: 1 });
    desk.take(task(30));
    desk.take(task(-1_000));
    await until(() => desk.reports.length === 2);
    expect(perform).toHaveBeenCalledTimes(1);
    expect(desk.reports[1]).toMatchObject({ step: 'failed', error: { code: 'timeout' } });
  });

  test('gives the place of one that hangs to the next when its time is over', async () => {
    const desk = deskWith(
      ({ id }) => (id === 'act_hanging0' ? new Promise(() => {}) : Promise.resolve({ output: 1 })),
      {
        concurrency: 1,
      },
    );
    desk.take(task(30, 'act_hanging0'));
    desk.take(task());
    await until(() => desk.reports.length === 2);
    expect(desk.reports.map(({ step }) => step)).toEqual(['failed', 'succeeded']);
  });

  test('reports until the relay has it', async () => {
    const reports: ActionReport[] = [];
    const answers = [
      refuse('disconnected', 'gone', { retryAfterMs: 1 }),
      refuse('unavailable', 'busy', { retryAfterMs: 1 }),
    ];
    const desk = deskWith(async () => ({ output: 1 }), {
      report: async (report) => {
        const error = answers.shift();
        if (error) throw error;
        reports.push(report);
      },
    });
    desk.take(task());
    await until(() => reports.length === 1);
    expect(desk.errors).toEqual([]);
  });

  test('says so when the relay will not have a report', async () => {
    const desk = deskWith(async () => ({ output: 1 }), {
      report: () => Promise.reject(refuse('not_found', 'no such action')),
    });
    desk.take(task());
    await until(() => desk.errors.length === 1);
    expect(desk.errors).toMatchObject([{ code: 'not_found' }]);
  });

  test('lets what runs finish when it closes, and takes no more', async () => {
    let finish = (): void => {};
    const desk = deskWith(() => new Promise((resolve) => (finish = () => resolve({ output: 1 }))));
    desk.take(task());
    const closed = desk.close(5_000);
    desk.take(task());
    finish();
    await closed;
    expect(desk.reports).toMatchObject([{ step: 'succeeded' }]);
  });

  test('stops what does not finish in time when it closes', async () => {
    const desk = deskWith(() => new Promise(() => {}));
    desk.take(task());
    await desk.close(10);
    expect(desk.reports).toMatchObject([{ step: 'failed', error: { code: 'unavailable' } }]);
  });

  test('R32 does not say that nothing happened while the function is still at it, whatever its time', async () => {
    const gate = Promise.withResolvers<void>();
    const perform = async () => {
      await gate.promise;
      return { output: 1 };
    };
    const desk = deskWith(perform, { verify: async () => 'nothing' });
    const run = task(20);
    desk.take(run);
    await until(() => desk.reports.length === 1);
    expect(desk.reports[0]).toMatchObject({ step: 'unknown' });
    const verify = (lease: number) => ({ ...run, ask: 'verify' as const, lease, dueAt: Date.now() + 5_000 });
    desk.take(verify(3));
    await until(() => desk.reports.length === 2);
    expect(desk.reports[1]).toMatchObject({ step: 'later', lease: 3 });
    gate.resolve();
    await gate.promise;
    desk.take(verify(4));
    await until(() => desk.reports.length === 3);
    expect(desk.reports[2]).toMatchObject({ step: 'nothing', lease: 4 });
  });

  test('reports with a verdict what running it gave, if the relay never heard it', async () => {
    const desk = deskWith(async () => ({ output: { paid: 5 } }), { verify: async () => 'verified' });
    const run = task();
    desk.take(run);
    await until(() => desk.reports.length === 1);
    desk.take({ ...run, ask: 'verify', lease: 3, output: null });
    await until(() => desk.reports.length === 2);
    expect(desk.reports[1]).toMatchObject({ step: 'verified', output: { paid: 5 } });
    desk.take({ ...run, ask: 'verify', lease: 4, output: { paid: 5 } });
    await until(() => desk.reports.length === 3);
    expect(desk.reports[2]).toEqual({ action: run.id, lease: 4, step: 'verified' });
  });
});
