import { defineConfig } from 'vitest/config';
import { onNode, onThreeRelays, slow } from './vitest.config.ts';

/** Every journey on three relays: `pnpm e2e:cluster`. */
export default defineConfig({
  ...onNode,
  test: { ...slow(0), ...onThreeRelays, include: ['test/e2e/src/**/*.test.ts'] },
});
