import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accentProperties, contrastRatio, contrastText, isHexColour, readableOn } from './contrast.ts';

const shades = Array.from({ length: 64 }, (_, index) => {
  const value = (index * 2_654_435_761) % 0x1000000;
  return `#${value.toString(16).padStart(6, '0')}`;
});

describe('contrast', () => {
  test('is 21 between black and white, 1 with itself', () => {
    expect(contrastRatio('#000', '#fff')).toBeCloseTo(21, 5);
    expect(contrastRatio('#8a5a00', '#8a5a00')).toBe(1);
  });

  test.each(shades)('gives text that reads on %s with at least AA', (shade) => {
    expect(contrastRatio(contrastText(shade), shade)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(shades)('moves %s until it reads on light and dark paper', (shade) => {
    for (const paper of ['#fcfbf8', '#17151d'])
      expect(contrastRatio(readableOn(shade, paper), paper)).toBeGreaterThanOrEqual(4.5);
  });

  test('of the edge of a control and of the ring is 3 at least, on every ground, in both themes', () => {
    const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
    const both = (name: string): string[] =>
      new RegExp(`--sb-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens)?.slice(1) ?? [];
    for (const line of ['edge', 'accent-ink'])
      for (const ground of ['paper', 'raised'])
        for (const theme of [0, 1])
          expect(contrastRatio(both(line)[theme] ?? '', both(ground)[theme] ?? '')).toBeGreaterThanOrEqual(3);
  });

  test('leaves an accent that reads as it is', () => {
    expect(readableOn('#8a5a00', '#fcfbf8')).toBe('#8a5a00');
  });

  test('takes #rgb and #rrggbb for colours and nothing else', () => {
    expect(['#fff', '#8a5a00', 'red', '#12', 'url(x)'].map(isHexColour)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(accentProperties('red;background:url(x)')).toEqual({});
  });
});
