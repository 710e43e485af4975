import { expect, test } from 'vitest';
import { clusterTable, measureCluster } from './cluster.ts';

test(
  'the benchmark of the cluster runs from end to end, with hints and without',
  { timeout: 60_000 },
  async () => {
    const cluster = await measureCluster({
      pairs: 6,
      perSecond: 60,
      forMs: 1_500,
      warmUpMs: 100,
      repeatForMs: 0,
    });
    const { together, apart, unhinted } = cluster;
    for (const { delivered, p50Ms, p99Ms, percentilesMs } of [together, apart, unhinted]) {
      expect(delivered).toBeGreaterThan(10);
      expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
      expect(percentilesMs).toHaveLength(101);
    }
    // Without hints a relay looks once a second: what is faster would have heard one.
    expect(unhinted.p50Ms).toBeGreaterThan(apart.p50Ms);
    expect(unhinted.hintsLost).toBeGreaterThan(0);
    expect(clusterTable(cluster).split('\n')).toHaveLength(10);
  },
);
