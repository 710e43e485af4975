import { useEffect } from 'preact/hooks';

/** Where the keyboard goes on when what had it is gone: the first of them that takes it. */
const homes = ['#thread', '#inbox-list'] as const;
/** Whoever takes a thing away has so long to say where the focus goes instead. */
const patienceMs = 20;

/** Gives the focus to the first that takes it; hidden, disabled and removed elements do not. */
export const giveFocus = (first: Element | null): void => {
  const candidates = [first, ...homes.map((home) => document.querySelector(home))];
  for (const to of candidates) {
    if (!(to instanceof HTMLElement) || to === document.body || !to.isConnected) continue;
    to.focus();
    if (document.activeElement === to) return;
  }
};

/** Nothing that goes away takes the keyboard with it: where nobody says where the focus goes, it goes home. */
export const useKeptFocus = (): void =>
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const onFocusOut = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!document.hasFocus() || document.activeElement !== document.body) return;
        // What is still there was left on purpose, by a click beside it.
        const isGone =
          !(target instanceof HTMLElement) ||
          target.getClientRects().length === 0 ||
          target.matches(':disabled');
        if (isGone) giveFocus(null);
      }, patienceMs);
      timers.add(timer);
    };
    document.addEventListener('focusout', onFocusOut);
    return () => {
      document.removeEventListener('focusout', onFocusOut);
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
