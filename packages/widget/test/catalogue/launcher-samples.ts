import { showCount } from '../../src/chat/badge.ts';
import dialog from '../../src/chat/dialog.css?inline';
import { add, addStyles, drawLauncher } from '../../src/loader/launcher.ts';
import { awayWords } from '../../src/loader/words.ts';
import type { ShopbellOptions } from '../../src/types.ts';

type Bell = { options?: Partial<ShopbellOptions>; count?: number; isOpen?: true; away?: string };

/** The launcher as it stands in a shop’s page. */
export const launcherSamples: Readonly<Record<string, Bell>> = {
  'at rest': {},
  unread: { count: 3 },
  'many unread': { count: 128 },
  open: { isOpen: true },
  'without the relay': { away: awayWords },
  'at the start, in a light colour': { options: { position: 'start', accent: '#ffe08a' } },
  'in a middling colour': { options: { accent: '#777777' } },
  'in a dark colour': { options: { accent: '#0b2545' } },
};

/** Draws it; what is returned takes it away again. */
export const drawBell = (
  { options = {}, count = 0, isOpen, away }: Bell,
  label: (count: number) => string,
): (() => void) => {
  const [host, root, button, output, draw] = drawLauncher();
  addStyles(root, dialog);
  draw(options);
  showCount(button, add(button, 'b'), [count, label(count)]);
  button.ariaExpanded = String(isOpen ?? false);
  output.textContent = away ?? '';
  return () => host.remove();
};
