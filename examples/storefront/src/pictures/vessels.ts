import { flat, line, oval, shadow, solid } from './canvas.ts';

const steam = line('M188 84c-9-10 9-16 0-28M212 88c-9-10 9-16 0-28', '#fff', 5).replace(
  '/>',
  ' stroke-opacity=".7"/>',
);
const tea = '#8f4a1c';

/** A round stoneware pot. */
export const teapot = (colour: string): string =>
  shadow(198, 326, 104) +
  line('M280 184C356 158 366 286 276 274', colour, 17) +
  line('M282 179C350 156 362 280 276 268', '#fff', 3).replace('/>', ' stroke-opacity=".25"/>') +
  solid('M118 254C78 250 82 192 44 178L58 156C104 170 100 206 128 206Z', colour) +
  solid('M104 238C104 162 154 148 198 148S292 162 292 238C292 300 256 330 198 330S104 300 104 238Z', colour) +
  flat('M112 270C150 286 246 286 284 270C274 312 240 330 198 330S122 312 112 270Z', '#fff', 0.12) +
  solid('M140 158C146 126 250 126 256 158C230 170 166 170 140 158Z', colour) +
  line('M140 158C166 170 230 170 256 158', '#000', 2).replace('/>', ' stroke-opacity=".25"/>') +
  solid('M186 132C180 112 216 112 210 132Z', colour);

/** A glass pot with tea in it. */
export const glassPot = (): string =>
  shadow(198, 326, 100) +
  line('M282 190C348 170 354 284 274 272', '#ffffff', 12).replace('/>', ' stroke-opacity=".75"/>') +
  flat('M120 256C84 250 88 198 52 182L64 164C104 178 104 210 128 212Z', '#ffffff', 0.6) +
  flat(
    'M106 238C106 164 156 150 198 150S290 164 290 238C290 300 254 328 198 328S106 300 106 238Z',
    '#ffffff',
    0.5,
  ) +
  flat('M112 232C150 244 246 244 284 232C290 292 252 322 198 322S108 292 112 232Z', '#c67a2b', 0.88) +
  oval({ cx: 198, cy: 233, rx: 86, ry: 11 }, '#dc9a4c') +
  flat('M172 160H224V262C224 272 172 272 172 262Z', '#ffffff', 0.34) +
  [200, 218, 236, 254]
    .map((y) => line(`M176 ${y}H220`, '#ffffff', 1.5).replace('/>', ' stroke-opacity=".6"/>'))
    .join('') +
  flat(
    'M106 238C106 164 156 150 198 150S290 164 290 238C290 300 254 328 198 328S106 300 106 238Z',
    'url(#form)',
    0.55,
  ) +
  solid('M146 156C152 132 244 132 250 156C226 166 170 166 146 156Z', '#b98b5a') +
  solid('M188 136C182 116 214 116 208 136Z', '#b98b5a') +
  line('M130 200C134 182 146 172 158 168', '#ffffff', 6).replace('/>', ' stroke-opacity=".8"/>');

/** A kettle with a thin, bent spout. */
export const kettle = (colour: string): string =>
  shadow(204, 328, 100) +
  line('M136 300C78 292 104 196 60 164', colour, 15) +
  line('M133 296C80 286 108 196 64 166', '#fff', 3).replace('/>', ' stroke-opacity=".35"/>') +
  line('M262 182C296 162 342 172 344 214C346 244 336 262 326 276', '#3b2a1f', 17) +
  solid('M148 168C148 160 262 160 262 168L292 314C294 332 116 332 118 314Z', colour) +
  flat('M122 296H288L292 314C294 332 116 332 118 314Z', '#000', 0.12) +
  oval({ cx: 205, cy: 166, rx: 57, ry: 10 }, '#000000').replace('/>', ' opacity=".18"/>') +
  solid('M158 162C160 142 250 142 252 162C232 170 178 170 158 162Z', colour) +
  solid('M192 144V126C192 116 218 116 218 126V144Z', '#3b2a1f');

/** A small side-handled pot. */
export const sidePot = (colour: string): string =>
  shadow(180, 326, 96) +
  solid('M254 236L348 190C362 184 370 208 358 216L270 264Z', colour) +
  solid('M104 246C84 240 84 218 64 208L74 192C102 200 106 218 118 222Z', colour) +
  solid('M88 258C88 206 130 194 176 194S266 206 266 258C266 304 232 330 176 330S88 304 88 258Z', colour) +
  line('M96 246C130 258 222 258 258 246', '#fff', 2).replace('/>', ' stroke-opacity=".2"/>') +
  solid('M124 202C130 178 224 178 230 202C206 212 148 212 124 202Z', colour) +
  solid('M166 182C160 162 194 162 188 182Z', colour);

/** An insulated flask with a wooden cap. */
export const flask = (colour: string): string =>
  shadow(200, 336, 60) +
  solid('M148 128C148 118 252 118 252 128V318C252 342 148 342 148 318Z', colour) +
  flat('M148 296C180 304 220 304 252 296V318C252 342 148 342 148 318Z', '#000', 0.14) +
  solid('M156 70C156 58 244 58 244 70V122C244 132 156 132 156 122Z', '#b98b5a') +
  [82, 96, 110]
    .map((y) =>
      line(`M158 ${y}C180 ${y + 5} 220 ${y + 5} 242 ${y}`, '#000', 1.5).replace(
        '/>',
        ' stroke-opacity=".14"/>',
      ),
    )
    .join('') +
  line('M184 220H216M200 204V236', '#fff', 0) +
  flat('M200 246C184 236 182 216 200 200C218 216 216 236 200 246Z', '#fff', 0.75);

/** A straight mug, half its foot unglazed. */
export const mug = (colour: string): string =>
  shadow(194, 328, 78) +
  line('M258 186C332 172 334 276 254 270', colour, 16) +
  solid('M122 148H264V286C264 318 244 330 220 330H166C142 330 122 318 122 286Z', colour) +
  flat(
    'M122 284C160 296 226 296 264 284V286C264 318 244 330 220 330H166C142 330 122 318 122 286Z',
    '#c9a884',
    0.9,
  ) +
  flat(
    'M122 284C160 296 226 296 264 284V286C264 318 244 330 220 330H166C142 330 122 318 122 286Z',
    'url(#form)',
  ) +
  oval({ cx: 193, cy: 148, rx: 71, ry: 15 }, colour) +
  oval({ cx: 193, cy: 148, rx: 71, ry: 15 }, 'url(#fall)') +
  oval({ cx: 193, cy: 150, rx: 61, ry: 11 }, tea) +
  `<g transform="translate(-6 28)">${steam}</g>`;

/** A porcelain cup with its saucer and a thin line of gold. */
export const cupAndSaucer = (): string =>
  shadow(200, 332, 126) +
  oval({ cx: 200, cy: 312, rx: 136, ry: 24 }, '#ffffff') +
  oval({ cx: 200, cy: 312, rx: 136, ry: 24 }, 'url(#form)') +
  `<ellipse cx="200" cy="309" rx="122" ry="19" fill="none" stroke="#b48a3c" stroke-width="2.500"/>` +
  oval({ cx: 200, cy: 308, rx: 62, ry: 10 }, '#00000022') +
  line('M280 206C344 190 340 268 268 264', '#f7f3ea', 12) +
  solid('M110 178H290C290 258 254 304 228 306H172C146 304 110 258 110 178Z', '#fbf8f1') +
  line('M113 200C150 214 250 214 287 200', '#b48a3c', 2.5) +
  oval({ cx: 200, cy: 178, rx: 90, ry: 17 }, '#ffffff') +
  oval({ cx: 200, cy: 180, rx: 80, ry: 13 }, '#b4651f') +
  `<g transform="translate(0 52)">${steam}</g>`;

/** A wide bowl with whisked green tea. */
export const bowl = (colour: string): string =>
  shadow(200, 330, 98) +
  solid('M164 306H236V326C236 336 164 336 164 326Z', '#c9a884') +
  solid('M90 190H310C308 276 262 318 232 320H168C138 318 92 276 90 190Z', colour) +
  flat(
    'M96 226C130 250 160 232 190 246C224 262 262 232 304 226C296 288 256 318 232 320H168C144 318 104 288 96 226Z',
    '#fff',
    0.13,
  ) +
  oval({ cx: 200, cy: 190, rx: 110, ry: 24 }, colour) +
  oval({ cx: 200, cy: 190, rx: 110, ry: 24 }, 'url(#fall)') +
  oval({ cx: 200, cy: 194, rx: 97, ry: 19 }, '#9fb356') +
  oval({ cx: 192, cy: 192, rx: 70, ry: 11 }, '#b9cb77');

const glass = (x: number, fill: string): string =>
  `<g transform="translate(${x} 0)">` +
  flat('M-58 150H58C60 250 44 322 28 326H-28C-44 322-60 250-58 150Z', '#ffffff', 0.55) +
  flat('M-46 188H46C46 250 34 300 20 306H-20C-34 300-46 250-46 188Z', fill, 0.9) +
  oval({ cx: 0, cy: 188, rx: 46, ry: 8 }, '#ffffff').replace('/>', ' opacity=".35"/>') +
  oval({ cx: 0, cy: 150, rx: 58, ry: 11 }, '#ffffff').replace('/>', ' opacity=".8"/>') +
  line('M-46 176C-48 236-40 280-32 300', '#ffffff', 5).replace('/>', ' stroke-opacity=".8"/>') +
  '</g>';

/** Two double-walled glasses. */
export const glasses = (): string =>
  shadow(136, 326, 48) + shadow(264, 326, 48) + glass(132, '#c67a2b') + glass(264, '#8ba04a');
