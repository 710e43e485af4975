import type { ShopbellOptions } from '../types.ts';

/** What the page wishes of the panel’s look: by its options, else by custom properties such as `--shopbell-radius`. */
export const lookOf = (options: Partial<ShopbellOptions>) => {
  const style = getComputedStyle(document.documentElement);
  const wish = (name: 'radius' | 'font' | 'spacing'): string =>
    `${options[name] ?? style.getPropertyValue(`--shopbell-${name}`)}`.trim();
  return {
    radius: wish('radius'),
    font: wish('font'),
    // The panel takes only those it knows.
    spacing: wish('spacing') as ShopbellOptions['spacing'],
  };
};
