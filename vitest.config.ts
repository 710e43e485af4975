import { defineConfig } from 'vitest/config';

// Every worker gets these for what is required, too: a module format among them would break packages that have both.
const conditions = ['source', 'node'];
const inBrowser = { resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] } };
export const onNode = { resolve: { conditions }, ssr: { resolve: { conditions } } };

// Groups run one after the other, so that what measures time or fills both cores has the machine to itself. What
// mostly waits, for a browser or a relay, runs two files at a time.
// The defaults, five seconds for a test and one for a poll, are a verdict on the machine where both cores are busy.
const patient = { expect: { poll: { timeout: 15_000 } } };
const quick = { ...patient, sequence: { groupOrder: 0 }, testTimeout: 30_000 };
export const slow = (groupOrder: number, maxWorkers = 1) => ({
  ...patient,
  sequence: { groupOrder },
  fileParallelism: maxWorkers > 1,
  maxWorkers,
  testTimeout: 60_000,
  hookTimeout: 120_000,
});

/** A browser on a machine where both cores are busy: one more try, and the run's end names who needed it. */
export const driven = { retry: 1 } as const;

/** Journeys on three relays on one PostgreSQL, behind a proxy that deals each connection by chance. */
export const onThreeRelays = {
  name: 'e2e-cluster',
  environment: 'node',
  provide: { relays: 'three' },
} as const;
const telling = ['whole-way', 'consent'].map((name) => `test/e2e/src/${name}.test.ts`);

/** One runner for everything: `vitest run --project unit`, `dom`, `repo`, `security`, `chaos`, `cluster`, `e2e` … */
export default defineConfig({
  test: {
    projects: [
      {
        ...onNode,
        test: {
          ...quick,
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
            'test/kit/src/**/*.test.ts',
          ],
          environment: 'node',
        },
      },
      {
        ...inBrowser,
        test: {
          ...quick,
          name: 'dom',
          include: ['packages/*/src/**/*.test.tsx', 'examples/*/src/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['test/kit/src/patient-dom.ts'],
        },
      },
      {
        ...onNode,
        test: {
          ...slow(1),
          name: 'repo',
          include: ['test/repo/src/**/*.test.ts', 'test/bench/src/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...onNode,
        test: {
          ...slow(2, 2),
          name: 'security',
          include: ['test/security/src/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...onNode,
        test: {
          ...slow(3),
          name: 'chaos',
          include: ['test/chaos/src/**/*.test.ts'],
          environment: 'node',
          // The longest scenario beside the others, one after the other.
          maxConcurrency: 2,
        },
      },
      {
        ...onNode,
        test: {
          ...slow(3),
          name: 'cluster',
          include: ['test/cluster/src/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...onNode,
        test: {
          ...slow(2, 2),
          name: 'retail',
          include: ['test/retail/src/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...onNode,
        test: { ...slow(2, 2), name: 'day', include: ['test/day/src/**/*.test.ts'], environment: 'node' },
      },
      {
        ...onNode,
        // After everything else: it starts a database, Medusa and a browser, and at first installs Medusa.
        test: {
          ...slow(5),
          ...driven,
          name: 'medusa',
          include: ['test/medusa/src/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...onNode,
        test: {
          ...slow(4, 2),
          ...driven,
          name: 'e2e',
          include: ['test/e2e/src/**/*.test.ts'],
          environment: 'node',
          provide: { relays: 'one' },
        },
      },
      {
        ...onNode,
        // The most telling journeys once more; `pnpm e2e:cluster` plays them all.
        test: { ...slow(5), ...driven, ...onThreeRelays, include: [...telling] },
      },
    ],
  },
});
