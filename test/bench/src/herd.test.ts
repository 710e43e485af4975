import { expect, test } from 'vitest';
import { herdTable, measureHerds } from './herd.ts';

test(
  'the benchmark of the herd runs from end to end: all come back, nothing is lost',
  { timeout: 60_000 },
  async () => {
    const herds = await measureHerds({ count: 20, processes: 2, every: 2 });
    const { audit, percentilesMs, allBackMs, health } = herds.shopbell;
    // Each said a first and a last word, every second one something at the kill.
    expect(audit).toMatchObject({ shoppers: 20, said: 50, lost: 0, doubled: 0, holes: 0 });
    expect(percentilesMs).toHaveLength(101);
    expect(percentilesMs[100]).toBe(allBackMs);
    expect(health).toMatchObject({ failed: 0 });
    expect(health.maxMs).toBeGreaterThanOrEqual(health.p50Ms);
    expect(herds.bare.allBackMs).toBeLessThan(60_000);
    expect(herdTable(herds)).toContain('said 50, lost 0');
  },
);
