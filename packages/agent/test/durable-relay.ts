import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestRelay, type TestRelay } from '../src/testing.ts';

/** A test relay that keeps its log in a file, so that it can go away and come back. */
export const startDurableRelay = async (): Promise<TestRelay> => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-agent-'));
  const relay = await startTestRelay({ databaseUrl: `file:${join(folder, 'log.db')}` });
  const close = async (): Promise<void> => {
    await relay.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...relay, close, [Symbol.asyncDispose]: close };
};
