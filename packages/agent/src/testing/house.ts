import { refuse } from '@shopbell/protocol';
import { createTestClock } from './clock.ts';
import type { TestRelayOptions } from './types.ts';

const inMemory = 'file::memory:';

/** The relay is installed by whoever tests: nothing else of this package needs it. */
const loadServer = async () => {
  try {
    return await import('@shopbell/server');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing || !error.message.includes('@shopbell/server')) throw error;
    throw refuse(
      'unavailable',
      'A test relay is the real relay: install it with npm install --save-dev @shopbell/server.',
    );
  }
};

/** A relay that can go away and come back on its port. */
export const openHouse = async ({ databaseUrl = inMemory, hasLimits = false }: TestRelayOptions) => {
  const { createRelay, defaultScopes, withoutLimits } = await loadServer();
  const clock = createTestClock();
  const limits = hasLimits ? {} : withoutLimits;
  const codes = new Map<string, string>();
  const sendCode = async ({ to, code }: { to: string; code: string }) => void codes.set(to, code);
  const open = () => createRelay({ databaseUrl, clock, limits, sendCode });
  let relay = await open();
  const { url } = await relay.listen({ port: 0 });
  return {
    url,
    clock,
    defaultScopes,
    /** The code that was last sent to a mail address. */
    codeFor: (email: string) => codes.get(email) ?? '',
    admin: () => relay.admin,
    close: () => relay.close(),
    restart: async () => {
      if (databaseUrl === inMemory) {
        const message = 'What is in memory does not come back: give the test relay a databaseUrl.';
        throw refuse('bad_request', message);
      }
      await relay.close();
      relay = await open();
      await relay.listen({ port: Number(new URL(url).port) });
    },
  };
};

/** See {@link openHouse}. */
export type House = Awaited<ReturnType<typeof openHouse>>;
