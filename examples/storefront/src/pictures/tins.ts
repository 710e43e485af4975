import { flat, line, oval, shadow, solid } from './canvas.ts';
import { motif, type Motif } from './motifs.ts';

/** A round tea tin with a paper label. */
export const tin = (colour: string, drawing: Motif): string =>
  shadow(200, 334, 84) +
  solid('M120 118H280V322C280 338 120 338 120 322Z', colour) +
  solid('M120 164H280V292C280 306 120 306 120 292Z', '#f7f1e3') +
  line('M120 172C120 186 280 186 280 172', colour, 1.5) +
  line('M120 284C120 298 280 298 280 284', colour, 1.5) +
  motif(drawing, colour) +
  solid('M114 84H286V122C286 138 114 138 114 122Z', colour) +
  oval({ cx: 200, cy: 84, rx: 86, ry: 15 }, colour) +
  oval({ cx: 200, cy: 84, rx: 86, ry: 15 }, 'url(#fall)') +
  `<ellipse cx="200" cy="83" rx="68" ry="10" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="2"/>` +
  flat('M114 116C114 132 286 132 286 116V122C286 138 114 138 114 122Z', '#000', 0.14);

const wave = (x: number, y: number): string =>
  [14, 9, 4]
    .map(
      (r) =>
        `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="#efe3c8" stroke-opacity=".75" stroke-width="1.600"/>`,
    )
    .join('');

/** A square storage caddy in patterned paper. */
export const caddy = (colour: string): string => {
  const rows = [0, 1, 2, 3, 4].flatMap((row) =>
    [0, 1, 2, 3, 4].map((column) => wave(140 + column * 30 + (row % 2) * 15, 190 + row * 28)),
  );
  return (
    shadow(200, 330, 88) +
    solid('M122 168H278V326H122Z', colour) +
    `<clipPath id="paper"><path d="M122 168H278V326H122Z"/></clipPath><g clip-path="url(#paper)">${rows.join('')}</g>` +
    flat('M122 168H278V326H122Z', 'url(#form)') +
    solid('M116 110H284V172H116Z', colour) +
    flat('M116 166H284V172H116Z', '#000', 0.22) +
    solid('M182 92H218V110H182Z', '#b48a3c')
  );
};
