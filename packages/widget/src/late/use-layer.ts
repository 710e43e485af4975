import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

type Layer = {
  layer: RefObject<HTMLElement | null>;
  first: () => HTMLElement | null | undefined;
  isOpen: boolean;
};

/**
 * Lays an element over what is beside it: that can neither be reached nor is it read out until the layer goes. The focus
 * comes in with it, and goes back to where it was. Returns what sends it elsewhere: to what a selector finds.
 */
export const useLayer = ({ layer, first, isOpen }: Layer): ((selector: string) => void) => {
  const before = useRef(document.activeElement);
  const elsewhere = useRef('textarea');
  useLayoutEffect(() => {
    const root = layer.current;
    const parent = root?.parentElement;
    if (!root || !parent) return;
    const rest = [...parent.children].filter((each): each is HTMLElement => each !== root);
    // The focus moves before its place turns inert: it is never nowhere.
    first()?.focus();
    for (const each of rest) each.inert = true;
    return () => {
      for (const each of rest) each.inert = false;
      const place = before.current?.isConnected ? (before.current as HTMLElement) : null;
      (place ?? parent.querySelector<HTMLElement>(elsewhere.current))?.focus();
    };
  }, []);
  useEffect(() => {
    if (isOpen) first()?.focus();
  }, [isOpen]);
  return (selector) => {
    before.current = null;
    elsewhere.current = selector;
  };
};
