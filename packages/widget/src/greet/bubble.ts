import { add, addStyles } from '../loader/launcher.ts';
import css from './bubble.css?inline';
import { closeWord } from './words.ts';

type Said = { by: string; text: string; language: string; answer: () => void; close: () => void };

const styled = new WeakSet<ShadowRoot>();

/** Shows a greeting beside the launcher. It moves nothing in the page and takes no focus. Returns what takes it away. */
export const drawBubble = (root: ShadowRoot, { by, text, language, answer, close }: Said): (() => void) => {
  if (!styled.has(root)) addStyles(root, css);
  styled.add(root);
  const bubble = add(root, 'section', { ariaLive: 'polite', ariaLabel: by });
  const leave = (): void => {
    const hadFocus = bubble.contains(root.activeElement);
    bubble.remove();
    if (hadFocus) root.querySelector('button')?.focus();
  };
  const shut = (): void => {
    close();
    leave();
  };
  bubble.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') shut();
  });
  // A click that reached the page would be one on the launcher.
  bubble.addEventListener('click', (event) => event.stopPropagation());
  // What comes into a live region that is there already is read out.
  requestAnimationFrame(() => {
    const said = add(bubble, 'button', { className: 'said', onclick: answer });
    add(said, 'span', { className: 'by', textContent: by });
    add(said, 'span', { textContent: text, dir: 'auto' });
    add(bubble, 'button', {
      className: 'shut',
      textContent: '✕',
      ariaLabel: closeWord(language),
      onclick: shut,
    });
  });
  return leave;
};
