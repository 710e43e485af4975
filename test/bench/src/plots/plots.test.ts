import { expect, test } from 'vitest';
import { bars } from './bars.ts';
import { lines } from './lines.ts';

const barsOf = (value: number) =>
  bars('Speed', [
    {
      title: 'messages per second',
      bars: [
        { name: 'bare', value: 200, series: 0 },
        { name: 'ours <1>', value, series: 1, note: '(× 0.50)' },
      ],
      target: { value: 160, name: 'aim' },
    },
  ]);

test('bars are as long as their values are large, each said in words, too', () => {
  const picture = barsOf(100);
  const lengths = [...picture.matchAll(/<rect class="s\d"[^>]* width="([\d.]+)"/g)].map(([, each]) =>
    Number(each),
  );
  expect(lengths).toEqual([450, 225]);
  expect(picture).toContain('<desc>messages per second: bare 200, ours &lt;1> 100</desc>');
  expect(picture).toContain('100  (× 0.50)');
  expect(picture).toContain('aim 160');
  expect(picture).toContain('prefers-color-scheme: dark');
});

test('curves go through their points, from left to right and from the bottom up', () => {
  const curve = [
    [0, 0],
    [10, 100],
  ] as const;
  const picture = lines({
    title: 'Back',
    x: { name: 'seconds' },
    y: { name: '%' },
    curves: [{ name: 'ours', points: curve, series: 1 }],
  });
  expect(picture).toContain('d="M64.0 310.0L740.0 66.0"');
  expect(picture).toContain('<desc>% over seconds. ours ends at 10.0, 100.</desc>');
});

test('an axis in steps of ten spreads what is small', () => {
  const curve = [
    [0, 1],
    [50, 10],
    [100, 100],
  ] as const;
  const picture = lines({
    title: 'Late',
    x: { name: 'percentile' },
    y: { name: 'ms', isLog: true },
    curves: [{ name: 'ours', points: curve, series: 1 }],
    target: { y: 100, name: 'aim' },
  });
  expect(picture).toContain('d="M64.0 310.0L402.0 188.0L740.0 66.0"');
});
