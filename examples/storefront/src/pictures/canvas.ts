/** Colours of the range, by the name a variant has. */
export const glazes = {
  moss: '#66744f',
  chalk: '#efe8da',
  ink: '#2f3947',
  clay: '#b86e50',
  rust: '#9a4a30',
  charcoal: '#3a3836',
  steel: '#b4babd',
  brass: '#b48a3c',
  oat: '#dcc9a4',
} as const;
export type Glaze = keyof typeof glazes;

/** What stands behind a product. */
export const grounds = {
  sage: ['#e6eadb', '#d3dac2'],
  sand: ['#f2eadb', '#e4d6bd'],
  blush: ['#f5e3d8', '#e8cbb9'],
  mist: ['#e2eaeb', '#cad8da'],
  butter: ['#f7edd0', '#ead8a6'],
} as const;
export type Ground = keyof typeof grounds;

/** Light from the left: lies over any shape and gives it a body. */
const definitions = `<linearGradient id="form"><stop offset="0" stop-color="#000" stop-opacity=".12"/><stop offset=".18" stop-color="#fff" stop-opacity=".26"/><stop offset=".42" stop-color="#fff" stop-opacity="0"/><stop offset=".66" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".3"/></linearGradient>
<linearGradient id="fall" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".14"/><stop offset="1" stop-color="#000" stop-opacity=".12"/></linearGradient>
<radialGradient id="shade"><stop offset="0" stop-color="#3a2c18" stop-opacity=".38"/><stop offset=".6" stop-color="#3a2c18" stop-opacity=".14"/><stop offset="1" stop-color="#3a2c18" stop-opacity="0"/></radialGradient>`;

/** A closed shape with light on it. */
export const solid = (d: string, fill: string): string =>
  `<path d="${d}" fill="${fill}"/><path d="${d}" fill="url(#form)"/>`;

/** A flat shape. */
export const flat = (d: string, fill: string, opacity = 1): string =>
  `<path d="${d}" fill="${fill}"${opacity === 1 ? '' : ` opacity="${opacity}"`}/>`;

/** A line of some width, round at its ends. */
export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

type Oval = { cx: number; cy: number; rx: number; ry: number };

/** An ellipse: rims, lids, the surface of tea. */
export const oval = ({ cx, cy, rx, ry }: Oval, fill: string): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;

/** The shadow of something that stands on the table, `half` wide to each side. */
export const shadow = (cx: number, cy: number, half: number): string =>
  oval({ cx: cx + half * 0.12, cy, rx: half * 1.22, ry: Math.max(9, half * 0.16) }, 'url(#shade)');

/** A picture of 400 by 400: wall, table, and what stands on it. */
export const picture = (ground: Ground, content: string): string => {
  const [wall, table] = grounds[ground];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="800" height="800"><defs>${definitions}</defs><rect width="400" height="400" fill="${wall}"/><rect y="292" width="400" height="108" fill="${table}"/><rect y="292" width="400" height="108" fill="url(#fall)"/>${content}</svg>`;
};
