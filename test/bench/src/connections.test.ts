import { expect, test } from 'vitest';
import { connectionsTable, measureConnections } from './connections.ts';
import { openFilesMax, requireOpenFiles } from './open-files.ts';

test('the benchmark of connections runs from end to end and loses nobody', { timeout: 60_000 }, async () => {
  const result = await measureConnections({ count: 60, minutes: 0.01, settleMs: 200 });
  for (const idle of [result.bare, result.shopbell]) {
    const { count, drops, coldConnectPerS, openP50Ms, openP99Ms, bytesPerConnection } = idle;
    expect({ count, drops }).toEqual({ count: 60, drops: 0 });
    expect(coldConnectPerS).toBeGreaterThan(0);
    expect(openP99Ms).toBeGreaterThanOrEqual(openP50Ms);
    expect(Number.isFinite(bytesPerConnection)).toBe(true);
  }
  expect(connectionsTable(result).split('\n')).toHaveLength(10);
});

test('more connections than a process may have are refused with what to do', () => {
  expect(openFilesMax()).toBeGreaterThan(100);
  expect(() => requireOpenFiles(800, 1_000)).not.toThrow();
  expect(() => requireOpenFiles(900, 1_000)).toThrow(
    '900 connections are 1100 open files, and a process may have 1000 here. Raise that limit (ulimit -Hn 1100; ' +
      'in a unit of systemd LimitNOFILE=1100), or measure fewer: --count 800.',
  );
});
