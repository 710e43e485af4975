import { flat, line, oval } from './canvas.ts';

/** The small drawing on a tin’s label, in its ink, around (200, 226). */
export type Motif =
  | 'leaf'
  | 'citrus'
  | 'smoke'
  | 'hills'
  | 'needles'
  | 'grains'
  | 'blossom'
  | 'coil'
  | 'sprig'
  | 'sun';

const around = (count: number, draw: (degrees: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw((360 / count) * index)).join('');
const turned = (degrees: number, content: string): string =>
  `<g transform="rotate(${degrees} 200 226)">${content}</g>`;

const leafPath = 'M200 254C180 240 178 214 200 194C222 214 220 240 200 254Z';
const leaf = (ink: string): string => flat(leafPath, ink) + line('M200 262V210', '#fff', 2);

const drawings: Record<Motif, (ink: string) => string> = {
  leaf: (ink) =>
    `<g transform="rotate(-28 200 254)">${leaf(ink)}</g><g transform="rotate(34 200 254) translate(30 39) scale(.85)">${leaf(ink)}</g>`,
  citrus: (ink) =>
    `<circle cx="200" cy="226" r="31" fill="none" stroke="${ink}" stroke-width="4"/>` +
    around(8, (degrees) => turned(degrees, flat('M200 222L192.500 203Q200 198.500 207.500 203Z', ink))),
  smoke: (ink) =>
    [-18, 0, 18].map((dx) => line(`M${200 + dx} 256c-12-12 12-20 0-32s12-18 2-30`, ink, 4.5)).join(''),
  hills: (ink) =>
    flat('M160 250L186 208L202 232L216 214L240 250Z', ink) +
    `<circle cx="222" cy="200" r="7" fill="${ink}"/>`,
  needles: (ink) =>
    [-40, -20, 0, 20, 40]
      .map((degrees) => `<g transform="rotate(${degrees} 200 262)">${line('M200 252V198', ink, 4)}</g>`)
      .join(''),
  grains: (ink) =>
    [
      [184, 206, 20],
      [210, 202, -30],
      [196, 224, 70],
      [222, 226, 15],
      [178, 236, -20],
      [206, 248, 40],
    ]
      .map(
        ([x, y, degrees]) =>
          `<ellipse cx="${x}" cy="${y}" rx="5" ry="10" fill="${ink}" transform="rotate(${degrees} ${x} ${y})"/>`,
      )
      .join(''),
  blossom: (ink) =>
    around(5, (degrees) =>
      turned(degrees, flat('M200 222C186 212 188 196 200 192C212 196 214 212 200 222Z', ink)),
    ) + oval({ cx: 200, cy: 226, rx: 5, ry: 5 }, ink),
  coil: (ink) =>
    line(
      'M200 226c2-5 9-3 9 3 0 9-14 11-18 2-5-13 12-22 23-13 14 12 4 33-14 34-22 0-33-22-25-40 8-17 33-24 49-11',
      ink,
      4.5,
    ),
  sprig: (ink) =>
    line('M200 264V202', ink, 3) +
    [-1, 1]
      .flatMap((side) =>
        [248, 230, 213].map((y) =>
          flat(
            `M200 ${y}c${side * 8}-14 ${side * 22}-14 ${side * 28}-10c${side * -4} 9-${side === 1 ? 16 : -16} 14-${side === 1 ? 28 : -28} 10Z`,
            ink,
          ),
        ),
      )
      .join('') +
    flat('M200 206C192 198 193 190 200 184C207 190 208 198 200 206Z', ink),
  sun: (ink) =>
    `<circle cx="200" cy="226" r="15" fill="${ink}"/>` +
    around(12, (degrees) => turned(degrees, line('M200 203V194', ink, 4))),
};

/** One motif, drawn. */
export const motif = (name: Motif, ink: string): string => drawings[name](ink);
