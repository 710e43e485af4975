import type { AnyEntry } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { drawDown, drawLess, drawUp, type Drawn } from './drawn.ts';

const here = (from: number, to: number): AnyEntry[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ seq: from + at }) as AnyEntry);
const uncut = { above: undefined, below: undefined };

test('what is drawn goes up by a hundred, and stops at the first', () => {
  const all = here(1, 500);
  const first = drawUp(all, { from: 451, to: Infinity }, uncut);
  expect(first).toEqual({ from: 351, to: Infinity });
  expect(drawUp(all, { from: 60, to: 200 }, uncut)).toEqual({ from: 1, to: 200 });
  expect(drawUp(all, { from: 1, to: 200 }, uncut)).toEqual({ from: 1, to: 200 });
});

test('once there are many, what is far from the view is cut, and nothing before', () => {
  const all = here(1, 500);
  expect(drawUp(all, { from: 401, to: Infinity }, { ...uncut, below: 450 })).toEqual({
    from: 301,
    to: Infinity,
  });
  expect(drawUp(all, { from: 301, to: Infinity }, { ...uncut, below: 450 })).toEqual({ from: 201, to: 450 });
  // All of it is in view, however much it is.
  expect(drawUp(all, { from: 201, to: 480 }, uncut)).toEqual({ from: 101, to: 480 });
});

test('down it goes the same way; with the newest in sight it is open again for what comes', () => {
  const all = here(101, 500);
  expect(drawDown(all, { from: 101, to: 200 }, uncut)).toEqual({ from: 101, to: 300 });
  expect(drawDown(all, { from: 101, to: 300 }, { ...uncut, above: 180 })).toEqual({ from: 180, to: 400 });
  expect(drawDown(all, { from: 180, to: 400 }, uncut).to).toBe(Infinity);
  expect(drawDown(all, { from: 180, to: 450 }, uncut).to).toBe(Infinity);
});

test('where much comes below, what is far above is drawn no longer', () => {
  const all = here(1, 500);
  const drawn: Drawn = { from: 250, to: Infinity };
  expect(drawLess(all, drawn, { ...uncut, above: 400 })).toEqual({ from: 400, to: Infinity });
  expect(drawLess(all, { ...drawn, from: 350 }, { ...uncut, above: 400 })).toEqual({
    from: 350,
    to: Infinity,
  });
});
