import { expect, test } from 'vitest';
import { createDoor } from './door.ts';

/** A door with turns and a clock in hand, and who came in or was refused, in order. */
const openDoor = () => {
  let ms = 0;
  let due: (() => void)[] = [];
  const came: number[] = [];
  const refused: { who: number; retryAfterMs: number | undefined }[] = [];
  const door = createDoor({ monotonicMs: () => ms, atNextTurn: (work) => void due.push(work) });
  const arrive = async (who: number, isGone = () => false): Promise<void> => {
    try {
      await door.enter(isGone);
      came.push(who);
    } catch (error) {
      const { retryAfterMs } = (error as { details: { retryAfterMs?: number } }).details;
      refused.push({ who, retryAfterMs });
    }
  };
  return {
    door,
    came,
    refused,
    arrive,
    crowd: (count: number) => Array.from({ length: count }, (_, who) => void arrive(who)),
    wait: (laterMs: number) => void (ms += laterMs),
    isResting: () => due.length === 0,
    /** One turn of the loop that took so long. Resolves to how many came in by it. */
    turn: async (tookMs: number): Promise<number> => {
      ms += tookMs;
      const before = came.length;
      const works = due;
      due = [];
      for (const work of works) work();
      await Promise.resolve();
      await Promise.resolve();
      return came.length - before;
    },
  };
};

test('a crowd comes in a few at a time, in its order, and all of it', async () => {
  const { crowd, turn, came, isResting } = openDoor();
  crowd(1_000);
  const shares: number[] = [];
  while (!isResting()) shares.push(await turn(2));
  expect(Math.max(...shares)).toBe(32);
  expect(came).toEqual(Array.from({ length: 1_000 }, (_, who) => who));
});

test('fewer are let in while turns are slow, but never so few that the line stands', async () => {
  const { crowd, turn } = openDoor();
  crowd(2_000);
  for (let quick = 0; quick < 30; quick += 1) await turn(1);
  expect(await turn(1)).toBe(32);
  expect(await turn(21)).toBe(24);
  expect(await turn(21)).toBe(18);
  for (let slow = 0; slow < 5; slow += 1) await turn(21);
  expect(await turn(21)).toBe(11);
  expect(await turn(200)).toBe(100);
});

test('who comes when nobody waits is let in at the next turn', async () => {
  const { arrive, turn, came, isResting } = openDoor();
  void arrive(7);
  expect(await turn(0)).toBe(1);
  expect({ came, isResting: isResting() }).toEqual({ came: [7], isResting: true });
});

test('a line that is full refuses at once and says when to come again; so does one that closes', async () => {
  const { crowd, arrive, door, refused } = openDoor();
  crowd(4_096);
  expect(door.isFull).toBe(true);
  await arrive(4_096);
  expect(refused).toEqual([{ who: 4_096, retryAfterMs: 3_000 }]);
  door.close();
  await Promise.resolve();
  await Promise.resolve();
  expect(refused).toHaveLength(4_097);
});

test('who has gone takes nobody’s turn, and who has waited too long is sent away', async () => {
  const { door, arrive, turn, wait, came, refused } = openDoor();
  for (let who = 0; who < 20; who += 1) void arrive(who, () => true);
  void arrive(20);
  await turn(1);
  expect(came).toEqual([20]);
  expect(refused).toHaveLength(20);
  expect(door.isFull).toBe(false);
  void arrive(21);
  wait(4_001);
  await turn(1);
  expect(came).toEqual([20]);
  // So clients whose WebSocket came to nothing are told why, where they can ask.
  expect(door.isFull).toBe(true);
  wait(3_000);
  expect(door.isFull).toBe(false);
});
