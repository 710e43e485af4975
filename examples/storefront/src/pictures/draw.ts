import { glazes, picture, type Glaze, type Ground } from './canvas.ts';
import type { Motif } from './motifs.ts';
import { caddy, tin } from './tins.ts';
import { scoop, strainer, towel, whisk } from './utensils.ts';
import { bowl, cupAndSaucer, flask, glasses, glassPot, kettle, mug, sidePot, teapot } from './vessels.ts';

const glazed = { bowl, caddy, flask, kettle, mug, sidePot, teapot, towel };
const plain = { cupAndSaucer, glasses, glassPot, scoop, strainer, whisk };

/** What a product looks like. A glazed shape takes the colour of the variant. */
export type Look = { ground: Ground } & (
  | { shape: 'tin'; colour: string; motif: Motif }
  | { shape: keyof typeof glazed; glaze: Glaze }
  | { shape: keyof typeof plain }
);

const content = (look: Look, glaze: Glaze | undefined): string => {
  if (look.shape === 'tin') return tin(look.colour, look.motif);
  if ('glaze' in look) return glazed[look.shape](glazes[glaze ?? look.glaze]);
  return plain[look.shape]();
};

/** The picture of a product as an SVG document, in another glaze if one is given. */
export const drawProduct = (look: Look, glaze?: Glaze): string => picture(look.ground, content(look, glaze));

/** The picture at the head of the shop: pot, cup, tin. */
export const drawScene = (): string => {
  const placed = (drawn: string, place: string): string => `<g transform="${place}">${drawn}</g>`;
  return picture(
    'sage',
    placed(tin('#66744f', 'leaf'), 'translate(4 84) scale(.62)') +
      placed(teapot(glazes.clay), 'translate(104 74) scale(.74)') +
      placed(cupAndSaucer(), 'translate(-14 190) scale(.48)') +
      placed(scoop(), 'translate(214 250) scale(.36)'),
  );
};
