import { defineConfig } from 'vitest/config';

const conditions = ['source', 'module', 'import', 'default'];
const shared = { resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] } };
const onNode = { resolve: { conditions }, ssr: { resolve: { conditions } } };

/** One runner for everything: `vitest run --project unit`, `dom`, `repo`, `security`, `e2e`. */
export default defineConfig({
  test: {
    projects: [
      {
        ...onNode,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
            'test/kit/src/**/*.test.ts',
          ],
          environment: 'node',
        },
      },
      { ...shared, test: { name: 'dom', include: ['packages/*/src/**/*.test.tsx'], environment: 'jsdom' } },
      {
        ...onNode,
        test: {
          name: 'repo',
          include: ['test/repo/src/**/*.test.ts', 'test/bench/src/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        ...onNode,
        test: {
          name: 'security',
          include: ['test/security/src/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        ...onNode,
        test: {
          name: 'e2e',
          include: ['test/e2e/src/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
