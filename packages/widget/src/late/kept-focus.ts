import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keeps the keyboard’s place: what was pressed goes away (a button answered, a link paid), its card does not. */
export const useKeptFocus = <E extends HTMLElement = HTMLElement>() => {
  const group = useRef<E>(null);
  const last = useRef<EventTarget | null>(null);
  useLayoutEffect(() => {
    if (!(last.current instanceof Node) || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement === document.body) group.current?.focus();
  });
  return {
    group,
    watch: {
      onFocusIn: ({ target }: FocusEvent) => void (last.current = target),
      // What is taken out of the document while it has the focus leaves for nowhere: that is no leaving.
      onFocusOut: ({ relatedTarget }: FocusEvent) => {
        if (relatedTarget !== null) last.current = null;
      },
    },
  };
};
