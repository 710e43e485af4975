import { element, label, picture, shortNumber } from './svg.ts';

/** A curve: points from left to right. `series` chooses its colour (0 is the reference). */
export type Curve = {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  series: 0 | 1 | 2 | 3;
};
/** What an axis shows. `isLog`: each step is ten times the one before. */
export type Axis = { name: string; isLog?: boolean };
export type Chart = {
  title: string;
  x: Axis;
  y: Axis;
  curves: readonly Curve[];
  target?: { y: number; name: string };
};

const [width, height] = [760, 360];
const box = { left: 64, right: 740, top: 66, bottom: 310 };

type Scale = { at: (value: number) => number; ticks: number[] };

const logTicks = (least: number, most: number): number[] => {
  const from = Math.floor(Math.log10(least));
  const to = Math.ceil(Math.log10(most));
  return Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step));
};

const evenTicks = (most: number): number[] => {
  const rough = most / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * unit).find((each) => each >= rough) ?? rough;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
};

/** Where values lie between two places of the picture. */
const scaleOf = ({ isLog = false }: Axis, values: readonly number[], [from, to]: [number, number]): Scale => {
  const most = Math.max(...values);
  const ticks = isLog ? logTicks(Math.max(1e-3, Math.min(...values)), most) : evenTicks(most);
  const place = (value: number): number => (isLog ? Math.log10(Math.max(value, 1e-3)) : value);
  const [low, high] = [place(ticks[0] ?? 0), place(ticks.at(-1) ?? 1)];
  return { ticks, at: (value) => from + ((place(value) - low) / (high - low)) * (to - from) };
};

const drawX = ({ at, ticks }: Scale, { name }: Axis): string =>
  [
    element('line', { class: 'axis', x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }),
    ...ticks.map((tick) =>
      label(tick.toLocaleString('en-US'), {
        class: 'quiet',
        x: at(tick),
        y: box.bottom + 18,
        'text-anchor': 'middle',
      }),
    ),
    label(name, { class: 'quiet', x: box.right, y: box.bottom + 38, 'text-anchor': 'end' }),
  ].join('');

const drawY = ({ at, ticks }: Scale, { name }: Axis): string =>
  [
    ...ticks.flatMap((tick) => [
      element('line', {
        class: 'axis',
        x1: box.left,
        x2: box.right,
        y1: at(tick),
        y2: at(tick),
        opacity: 0.5,
      }),
      label(tick.toLocaleString('en-US'), {
        class: 'quiet',
        x: box.left - 8,
        y: at(tick) + 4,
        'text-anchor': 'end',
      }),
    ]),
    label(name, { class: 'quiet', x: 16, y: box.top - 18 }),
  ].join('');

const drawCurve = ({ points, series }: Curve, x: Scale, y: Scale): string => {
  const path = points.map(
    ([px, py], index) => `${index === 0 ? 'M' : 'L'}${x.at(px).toFixed(1)} ${y.at(py).toFixed(1)}`,
  );
  return element('path', { class: `line s${series}`, d: path.join('') });
};

const drawKey = ({ name, series }: Curve, index: number): string => {
  const x = box.left + 150 + index * 170;
  return (
    element('rect', { class: `s${series}`, x, y: box.top - 29, width: 14, height: 12, rx: 2 }) +
    label(name, { x: x + 20, y: box.top - 18 })
  );
};

/** Curves over two axes. */
export const lines = ({ title, x, y, curves, target }: Chart): string => {
  const points = curves.flatMap((curve) => curve.points);
  const across = scaleOf(
    x,
    points.map(([px]) => px),
    [box.left, box.right],
  );
  const ys = [...points.map(([, py]) => py), ...(target ? [target.y] : [])];
  const up = scaleOf(y, ys, [box.bottom, box.top]);
  const aim = target
    ? element('line', {
        class: 'target',
        x1: box.left,
        x2: box.right,
        y1: up.at(target.y),
        y2: up.at(target.y),
      }) +
      label(target.name, {
        class: 'quiet target',
        x: box.right,
        y: up.at(target.y) - 5,
        'text-anchor': 'end',
      })
    : '';
  const said = curves.map((curve) => {
    const [lastX = 0, lastY = 0] = curve.points.at(-1) ?? [];
    return `${curve.name} ends at ${shortNumber(lastX)}, ${shortNumber(lastY)}`;
  });
  const inside = [
    drawX(across, x),
    drawY(up, y),
    aim,
    ...curves.map((curve) => drawCurve(curve, across, up)),
    ...curves.map(drawKey),
  ];
  return picture(
    { title, description: `${y.name} over ${x.name}. ${said.join('. ')}.`, width, height },
    inside.join(''),
  );
};
