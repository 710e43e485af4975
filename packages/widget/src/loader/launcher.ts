import type { ShopbellOptions } from '../types.ts';
import css from './launcher.css?inline';
import { chatWord } from './words.ts';

/** Adds an element by DOM calls alone: right where the page's policy forbids markup from strings (Trusted Types). */
export const add = <K extends keyof HTMLElementTagNameMap>(
  parent: Node,
  tag: K,
  properties?: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] => parent.appendChild(Object.assign(document.createElement(tag), properties));

/** Gives a shadow root styles that no policy against inline styles stops. */
export const addStyles = (root: ShadowRoot, css: string): void => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
};

/** Puts the launcher, and the line for bad days, into a shadow root of their own. A tuple: names would cost bytes. */
export const drawLauncher = () => {
  // Beside the body, not in it: page changes of Turbo, Astro and the like swap the body.
  const host = add(document.documentElement, 'shopbell-chat' as 'div');
  const root = host.attachShadow({ mode: 'open' });
  addStyles(root, css);
  const button = add(root, 'button', { ariaExpanded: 'false', ariaLabel: chatWord });
  add(button, 'div');
  // An `output` is a live region by itself.
  const away = add(root, 'output');
  const draw = ({ position, accent, theme, launcher, excludePaths }: Partial<ShopbellOptions>) => {
    // Any word is a colour scheme to CSS, and an unknown one is light: `auto` comes before `b`, nothing before no word.
    host.style = `--c:${accent || 'light-dark(#8a5a00,#e2b25a)'};--p:${
      position === 'start' ? '16px auto' : 'auto 16px'
    };color-scheme:${(theme as string) > 'b' ? theme : 'light  dark'}`;
    button.hidden = launcher === 'none';
    return (host.hidden = (excludePaths && RegExp(excludePaths).test(location.pathname)) as boolean);
  };
  return [host, root, button, away, draw] as const;
};
