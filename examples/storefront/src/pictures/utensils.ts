import { flat, line, oval, shadow, solid } from './canvas.ts';

const faint = (drawn: string, opacity: number): string =>
  drawn.replace('/>', ` stroke-opacity="${opacity}"/>`);

/** A bamboo whisk, standing. */
export const whisk = (): string => {
  const tines = Array.from({ length: 25 }, (_, index) => {
    const across = (index - 12) / 12;
    const foot = 200 + across * 74;
    const lift = 10 * across * across;
    return line(
      `M${200 + across * 30} 202C${200 + across * 52} 236 ${200 + across * 84} 282 ${foot} ${330 - lift}`,
      index % 2 ? '#d9b778' : '#c49d58',
      3.4,
    );
  });
  return (
    shadow(200, 330, 76) +
    tines.join('') +
    faint(line('M160 224C180 234 220 234 240 224', '#4b3a22', 4), 0.8) +
    solid('M168 84C168 74 232 74 232 84V204C232 214 168 214 168 204Z', '#d9b778') +
    oval({ cx: 200, cy: 83, rx: 32, ry: 8 }, '#ecd6a4') +
    oval({ cx: 200, cy: 83, rx: 20, ry: 4.5 }, '#a9803f') +
    faint(line('M168 128C184 136 216 136 232 128', '#7c5a26', 3), 0.6)
  );
};

/** A brass scoop with a few leaves in it. */
export const scoop = (): string =>
  `<g transform="rotate(-24 200 230)">` +
  oval({ cx: 206, cy: 262, rx: 150, ry: 15 }, 'url(#shade)') +
  solid('M188 220C250 212 320 212 352 216C364 218 364 240 352 242C320 246 250 246 188 240Z', '#c39a45') +
  solid(
    'M40 230C40 178 92 166 138 174C184 182 206 206 206 230S184 278 138 286C92 294 40 282 40 230Z',
    '#c39a45',
  ) +
  flat(
    'M56 230C56 190 96 182 136 188C172 194 190 212 190 230S172 266 136 272C96 278 56 270 56 230Z',
    '#8a6624',
  ) +
  [
    [90, 216, 20],
    [112, 236, -40],
    [134, 214, 70],
    [150, 240, 10],
    [100, 252, 60],
    [128, 258, -10],
    [80, 238, -60],
    [162, 222, 40],
  ]
    .map(
      ([x, y, turn]) =>
        `<ellipse cx="${x}" cy="${y}" rx="15" ry="5" fill="#39402a" transform="rotate(${turn} ${x} ${y})"/>`,
    )
    .join('') +
  '</g>';

/** A fine mesh basket with two wings. */
export const strainer = (): string => {
  const mesh = [
    ...Array.from({ length: 14 }, (_, index) => `M${128 + index * 11} 170V310`),
    ...Array.from({ length: 11 }, (_, index) => `M120 ${184 + index * 12}H280`),
  ];
  const basket = 'M126 170H274V270C274 306 244 322 200 322S126 306 126 270Z';
  return (
    shadow(200, 326, 80) +
    flat(basket, '#dfe3e4', 0.75) +
    `<clipPath id="basket"><path d="${basket}"/></clipPath><g clip-path="url(#basket)">${faint(line(mesh.join(''), '#6f797d', 1.3), 0.55)}</g>` +
    flat(basket, 'url(#form)') +
    solid('M120 158H280V178C280 186 120 186 120 178Z', '#c2c8ca') +
    solid('M280 160H346C358 160 358 176 346 176H280Z', '#c2c8ca') +
    solid('M120 160H54C42 160 42 176 54 176H120Z', '#c2c8ca') +
    oval({ cx: 200, cy: 158, rx: 80, ry: 12 }, '#d9dedf') +
    oval({ cx: 200, cy: 159, rx: 70, ry: 8.5 }, '#8d979b')
  );
};

/** A folded linen towel with woven stripes. */
export const towel = (stripe: string): string => {
  const stripes = [150, 162, 186, 262, 274].map((x, index) =>
    flat(`M${x} 92H${x + (index === 2 ? 40 : 6)}V330H${x}Z`, stripe, 0.9),
  );
  const weave = Array.from({ length: 30 }, (_, index) => `M104 ${98 + index * 8}H296`).join('');
  return (
    shadow(200, 334, 106) +
    solid('M110 100H302C308 100 310 104 310 110V322C310 332 304 338 296 338H110Z', '#d6c8ab') +
    `<clipPath id="cloth"><path d="M110 84H288C296 84 298 90 298 96V318C298 328 292 332 284 332H110C104 332 100 328 100 322V94C100 88 104 84 110 84Z"/></clipPath>` +
    `<g clip-path="url(#cloth)"><rect x="100" y="84" width="200" height="250" fill="#f4ecdb"/>${stripes.join('')}${faint(line(weave, '#a3906a', 1), 0.28)}<rect x="100" y="84" width="200" height="250" fill="url(#form)"/><rect x="100" y="204" width="200" height="3" fill="#000" opacity=".1"/></g>` +
    line('M284 84V66C284 58 298 58 298 66V92', '#c9b58a', 4)
  );
};
