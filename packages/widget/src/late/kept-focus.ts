import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keeps the keyboard’s place: what was pressed goes away, the card it stood in does not. */
export const useKeptFocus = (isAsked: boolean) => {
  const group = useRef<HTMLElement>(null);
  const isInside = useRef(false);
  useLayoutEffect(() => {
    if (!isAsked && isInside.current) group.current?.focus();
  }, [isAsked]);
  return {
    group,
    watch: {
      onFocusIn: () => void (isInside.current = true),
      // What is taken out of the document while it has the focus leaves for nowhere: that is no leaving.
      onFocusOut: ({ relatedTarget }: FocusEvent) => void (isInside.current = relatedTarget === null),
    },
  };
};
