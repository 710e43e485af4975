const focusable = 'a[href], button, input, textarea, [tabindex="0"]';

/** Keeps Tab inside `root`: after the last comes the first, and back. */
export const trapFocus = (event: KeyboardEvent, root: HTMLElement): void => {
  const all = [...root.querySelectorAll<HTMLElement>(focusable)];
  const [first, last] = [all[0], all.at(-1)];
  const leaves = event.shiftKey ? first : last;
  if (document.activeElement !== leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
};
