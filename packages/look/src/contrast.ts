/** The least contrast of text by WCAG 2.2 AA. */
const aa = 4.5;
const paper = { light: '#fcfbf8', dark: '#17151d' } as const;
/** The surface on which text reads worst: what is sunken by day, what is raised by night. */
const worst = { light: '#f4f1ea', dark: '#211e29' } as const;

type Rgb = [number, number, number];

/** `#rgb` or `#rrggbb` as three bytes; `null` for anything else. */
const parseHex = (hex: string): Rgb | null => {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  const full = short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`
    : hex;
  if (!/^#[0-9a-f]{6}$/i.test(full)) return null;
  return [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as Rgb;
};

const toHex = (rgb: Rgb): string =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

const linear = (channel: number): number => {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};

const luminance = (hex: string): number => {
  const [r, g, b] = parseHex(hex) ?? [0, 0, 0];
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
};

/** The WCAG contrast ratio of two colours, 1 to 21. */
export const contrastRatio = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** Whether a string is a colour as `#rgb` or `#rrggbb`. */
export const isHexColour = (value: string): boolean => parseHex(value) !== null;

/** The colour of text on `hex`: white, else ink, else black; always at least AA. */
export const contrastText = (hex: string): string =>
  ['#ffffff', '#1d1b26'].find((text) => contrastRatio(text, hex) >= aa) ?? '#000000';

/** `hex`, moved towards black or white in small steps until it reads on `background` with at least AA. */
export const readableOn = (hex: string, background: string): string => {
  const target = luminance(background) > 0.18 ? 0 : 255;
  const from = parseHex(hex) ?? [0, 0, 0];
  for (let step = 0; step < 20; step += 1) {
    const mixed = toHex(from.map((channel) => channel + ((target - channel) * step) / 20) as Rgb);
    if (contrastRatio(mixed, background) >= aa) return mixed;
  }
  return target === 0 ? '#000000' : '#ffffff';
};

/**
 * The custom properties for a shop's accent, for both themes: the fill, the text on it, and the accent as text on
 * paper. Empty when `hex` is no colour, so that the default stays.
 */
export const accentProperties = (hex: string): Record<string, string> => {
  if (!isHexColour(hex)) return {};
  const lit = readableOn(hex, worst.dark);
  const inked = readableOn(hex, worst.light);
  // A fill must be told from the paper around it as well as carry its text: 3 : 1 is WCAG's bound for that.
  const darkFill = contrastRatio(hex, paper.dark) >= 3 ? hex : lit;
  const lightFill = contrastRatio(hex, paper.light) >= 3 ? hex : inked;
  return {
    '--sb-accent': `light-dark(${lightFill}, ${darkFill})`,
    '--sb-on-accent': `light-dark(${contrastText(lightFill)}, ${contrastText(darkFill)})`,
    '--sb-accent-ink': `light-dark(${inked}, ${lit})`,
  };
};
