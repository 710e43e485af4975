import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('commands are counted by name and result, messages besides', async () => {
  const metrics = createMetrics();
  metrics.commandAnswered({ side: 'shopper', via: 'http', command: 'message:send', result: 'ok', ms: 3 });
  metrics.commandAnswered({
    side: 'shopper',
    via: 'http',
    command: 'message:send',
    result: 'rate_limited',
    ms: 1,
  });
  const text = await metrics.text();
  expect(text).toContain(
    'shopbell_commands_total{side="shopper",via="http",command="message:send",result="ok"} 1',
  );
  expect(text).toContain('shopbell_messages_total{side="shopper"} 1');
  metrics.close();
});

test('a stranger cannot grow the labels: names outside the tables read as unknown', async () => {
  const metrics = createMetrics();
  for (let i = 0; i < 100; i += 1)
    metrics.commandAnswered({
      side: 'agent',
      via: 'socket',
      command: `made:up${i}`,
      result: 'bad_request',
      ms: 1,
    });
  const text = await metrics.text();
  expect(text.match(/^shopbell_commands_total\{/gm)).toHaveLength(1);
  expect(text).toContain('command="unknown",result="bad_request"} 100');
  metrics.close();
});

test('each scrape has all that was ever counted', async () => {
  const metrics = createMetrics();
  const answered = { side: 'agent', via: 'socket', command: 'message:send', result: 'ok', ms: 1 } as const;
  for (const count of [1, 2, 3]) {
    metrics.commandAnswered(answered);
    expect(await metrics.text()).toMatch(new RegExp(`^shopbell_commands_total\\{.*"ok"\\} ${count}$`, 'm'));
  }
  expect(await metrics.text()).toContain('result="ok"} 3');
  metrics.close();
});

test('two relays in one process count apart', async () => {
  const one = createMetrics();
  const other = createMetrics();
  one.socketOpened('agent');
  expect(await one.text()).toContain('shopbell_sockets{side="agent"} 1');
  expect(await other.text()).not.toContain('shopbell_sockets{side="agent"} 1');
  one.close();
  other.close();
});

test('the lag of the event loop and the memory are there at each scrape', async () => {
  const metrics = createMetrics();
  const text = await metrics.text();
  expect(text).toMatch(/shopbell_event_loop_lag_seconds\{quantile="0.99"\} [\d.e-]+/);
  expect(text).toMatch(/shopbell_resident_memory_bytes \d{7,}/);
  metrics.close();
});

test('how long a command took is counted below each bound it keeps, whatever it came to', async () => {
  const metrics = createMetrics();
  const answered = { side: 'agent', via: 'socket', command: 'note:add' } as const;
  metrics.commandAnswered({ ...answered, result: 'ok', ms: 1 });
  metrics.commandAnswered({ ...answered, result: 'conflict', ms: 2 });
  metrics.commandAnswered({ ...answered, result: 'ok', ms: 60_000 });
  metrics.commandAnswered({ ...answered, command: 'entries:wait', result: 'ok', ms: 25_000 });
  const lines = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith('shopbell_command_duration_seconds'));
  const of = (le: string): string => `_bucket{le="${le}",side="agent",command="note:add"}`;
  expect(lines).toHaveLength(15);
  for (const [name, value] of [
    [of('0.001'), 1],
    [of('0.0025'), 2],
    [of('30'), 2],
    [of('+Inf'), 3],
    ['_sum{side="agent",command="note:add"}', 60.003],
    ['_count{side="agent",command="note:add"}', 3],
  ])
    expect(lines).toContain(`shopbell_command_duration_seconds${name} ${value}`);
  metrics.close();
});
