import { useEffect } from 'preact/hooks';

/** Where the keyboard goes on when what had it is gone: the first of them that takes it. */
const homes = ['#thread', '#inbox-list'] as const;
/** Whoever takes a thing away has so long to say where the focus goes instead; so often it is looked for a home. */
const patienceMs = 20;
const looksMax = 100;

/** Gives the focus to the first that takes it; hidden, disabled and removed elements do not. Whether one did. */
export const giveFocus = (first: Element | null): boolean => {
  const candidates = [first, ...homes.map((home) => document.querySelector(home))];
  for (const to of candidates) {
    if (!(to instanceof HTMLElement) || to === document.body || !to.isConnected) continue;
    to.focus();
    if (document.activeElement === to) return true;
  }
  return false;
};

/** Whether it is gone; what is still there was left on purpose, by a click beside it. */
const isGone = (element: EventTarget | null): boolean =>
  !(element instanceof HTMLElement) || element.getClientRects().length === 0 || element.matches(':disabled');

/** Whether it is still to be seen: a page that has no focus, or what is gone but has not been left, tells later. */
const isOpen = (): boolean => {
  const { activeElement } = document;
  return !document.hasFocus() || activeElement === document.body || isGone(activeElement);
};

const isLost = (): boolean => document.hasFocus() && document.activeElement === document.body;

/** Nothing that goes away takes the keyboard with it: where nobody says where the focus goes, it goes home. */
export const useKeptFocus = (): void =>
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    // What was left may go away a moment later, and a home that is being drawn takes the focus once it is there.
    const look = (left: EventTarget | null, looks = 1): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!isOpen()) return;
        if (isLost() && isGone(left) && giveFocus(null)) return;
        if (looks < looksMax) look(left, looks + 1);
      }, patienceMs);
      timers.add(timer);
    };
    const onFocusOut = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget === null) look(target);
    };
    document.addEventListener('focusout', onFocusOut);
    return () => {
      document.removeEventListener('focusout', onFocusOut);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
