import { element, label, picture, shortNumber } from './svg.ts';

/** One bar: `series` chooses its colour (0 is the reference). */
export type Bar = { name: string; value: number; series: 0 | 1 | 2 | 3; note?: string };
/** Bars that are compared; `target`: the most or least that was aimed at. */
export type Group = { title: string; bars: readonly Bar[]; target?: { value: number; name: string } };

const width = 760;
const left = 190;
const right = 120;
const barHeight = 20;
const groupGap = 34;

const scaleOf = ({ bars, target }: Group): ((value: number) => number) => {
  const most = Math.max(...bars.map(({ value }) => value), target?.value ?? 0);
  return (value) => (value / most) * (width - left - right);
};

const drawBar = (bar: Bar, y: number, length: number): string => {
  const note = bar.note === undefined ? '' : `  ${bar.note}`;
  return [
    label(bar.name, { x: left - 10, y: y + 14, 'text-anchor': 'end' }),
    element('rect', {
      class: `s${bar.series}`,
      x: left,
      y,
      width: Math.max(1, length),
      height: barHeight - 4,
      rx: 2,
    }),
    label(shortNumber(bar.value) + note, { x: left + length + 8, y: y + 13 }),
  ].join('');
};

const drawTarget = (
  { value, name }: NonNullable<Group['target']>,
  x: number,
  [top, bottom]: [number, number],
): string =>
  element('line', { class: 'target', x1: x, x2: x, y1: top - 4, y2: bottom }) +
  label(`${name} ${shortNumber(value)}`, { class: 'quiet target', x: x + 4, y: bottom + 10 });

const heightOf = ({ bars }: Group): number => bars.length * barHeight + groupGap + 14;

const drawGroup = (group: Group, top: number): string => {
  const scale = scaleOf(group);
  const first = top + 14;
  const bars = group.bars.map((bar, index) => drawBar(bar, first + index * barHeight, scale(bar.value)));
  const bottom = first + group.bars.length * barHeight;
  const target = group.target
    ? drawTarget(group.target, left + scale(group.target.value), [first, bottom])
    : '';
  return label(group.title, { class: 'quiet', x: 16, y: top + 4 }) + bars.join('') + target;
};

/** Horizontal bars in groups, each group on a scale of its own. */
export const bars = (title: string, groups: readonly Group[]): string => {
  let y = 56;
  const parts: string[] = [];
  for (const group of groups) {
    parts.push(drawGroup(group, y));
    y += heightOf(group);
  }
  const said = groups.map(
    (group) =>
      `${group.title}: ${group.bars.map(({ name, value }) => `${name} ${shortNumber(value)}`).join(', ')}`,
  );
  return picture({ title, description: said.join('. '), width, height: y }, parts.join(''));
};
