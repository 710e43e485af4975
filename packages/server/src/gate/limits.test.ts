import { ShopbellError } from '@shopbell/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLimits, type Taken } from './limits.ts';

const refusal = (act: () => unknown): ShopbellError | null => {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof ShopbellError ? error : null;
  }
};
const rated = (burst: number, perMs: number, remembered = 100) => {
  const clock = { now: 0 };
  const overrides = { rates: { shopperMessageBurst: { burst, perMs } } };
  const limits = createLimits({ monotonicMs: () => clock.now, overrides, remembered });
  return { clock, take: (key = 'one') => refusal(() => limits.take('shopperMessageBurst', key)), limits };
};

test('R21 a bucket gives its burst at once, then one token each interval', () => {
  const { clock, take } = rated(3, 1_000);
  expect([take(), take(), take()]).toEqual([null, null, null]);
  expect(take()?.details.retryAfterMs).toBe(1_000);
  clock.now = 400;
  expect(take()?.details.retryAfterMs).toBe(600);
  clock.now = 1_000;
  expect(take()).toBeNull();
  expect(take()?.code).toBe('rate_limited');
});

test('R21 however it is asked, never more than burst plus what time gave back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 200 }), (pauses) => {
      const { clock, take } = rated(5, 250);
      let taken = 0;
      for (const pause of pauses) {
        clock.now += pause;
        if (take() === null) taken += 1;
        expect(taken).toBeLessThanOrEqual(5 + clock.now / 250 + 1e-6);
      }
    }),
  );
});

test('who waits as long as he was told gets in', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5_000 }), (burst, perMs) => {
      const { clock, take } = rated(burst, perMs);
      for (let token = 0; token < burst; token += 1) expect(take()).toBeNull();
      clock.now += take()?.details.retryAfterMs ?? 0;
      expect(take()).toBeNull();
    }),
  );
});

test('one who is refused pays nothing for asking', () => {
  const { clock, take } = rated(1, 100);
  take();
  for (let tries = 0; tries < 50; tries += 1) expect(take()).not.toBeNull();
  clock.now = 100;
  expect(take()).toBeNull();
});

test('looking takes no token', () => {
  const { limits, take } = rated(1, 100);
  expect(refusal(() => limits.check('shopperMessageBurst', 'one'))).toBeNull();
  expect(take()).toBeNull();
  expect(refusal(() => limits.check('shopperMessageBurst', 'one'))?.code).toBe('rate_limited');
});

test('keys are apart, and those used last are remembered while many others pass', () => {
  const { take } = rated(1, 1e9, 50);
  expect(take('mine')).toBeNull();
  for (let other = 0; other < 49; other += 1) take(`other ${other}`);
  expect(take('mine')).not.toBeNull();
});

test('seats are given back once, and only as many as there are', () => {
  const limits = createLimits({ overrides: { connections: { perShopper: 2 } } });
  const first = limits.seat('perShopper', 'one');
  limits.seat('perShopper', 'one');
  expect(refusal(() => limits.seat('perShopper', 'one'))?.code).toBe('rate_limited');
  expect(refusal(() => limits.seat('perShopper', 'two'))).toBeNull();
  first();
  first();
  expect(refusal(() => limits.seat('perShopper', 'one'))).toBeNull();
  expect(refusal(() => limits.seat('perShopper', 'one'))?.code).toBe('rate_limited');
});

const shared = (clock = { now: 0 }) => {
  const limits = createLimits({ monotonicMs: () => clock.now, isShared: true });
  const take = () => refusal(() => limits.take('shopperConversationPerDay', 'shp_one'));
  return { limits, take };
};

test('R21 what is taken at one relay is taken at the other, where a bucket counts on all of them', () => {
  const [here, there] = [shared(), shared()];
  here.limits.onTaken(there.limits.absorb);
  for (let index = 0; index < 20; index += 1) expect(here.take()).toBeNull();
  expect(there.take()?.code).toBe('rate_limited');
});

test('other relays hear of a slow bucket by a digest, and nothing of a quick one', () => {
  const { limits } = shared();
  const told: Taken[] = [];
  limits.onTaken((taken) => told.push(taken));
  limits.take('shopperPacket', 'shp_one');
  limits.take('authFailuresPerAddress', '192.0.2.7');
  expect(told).toMatchObject([{ name: 'authFailuresPerAddress', tokens: 1 }]);
  expect(JSON.stringify(told)).not.toContain('192.0.2.7');
});

test('a relay alone tells nobody', () => {
  const limits = createLimits();
  limits.onTaken(() => expect.unreachable());
  limits.take('authFailuresPerAddress', '192.0.2.7');
});
