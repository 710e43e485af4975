import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TimelineItem } from './timeline.ts';

/** How many items are drawn at once, whatever the length of a conversation, and by how many the window moves. */
const drawn = 120;
const step = 40;
/** Closer than this to an edge, more is drawn; closer than `nearPx` to the end, the view stays there. */
const edgePx = 600;
const nearPx = 40;

/** The part of the items that is drawn. `endKey`: the last one drawn, `null` for the latest. */
export const drawnPart = (
  items: readonly TimelineItem[],
  endKey: string | null,
): { start: number; end: number } => {
  const at = endKey === null ? -1 : items.findIndex(({ key }) => key === endKey);
  const end = at < 0 ? items.length : Math.max(at + 1, Math.min(drawn, items.length));
  return { start: Math.max(0, end - drawn), end };
};

type Anchor = { key: string; topPx: number };

const firstInView = (scroller: HTMLElement): Anchor | null => {
  for (const child of scroller.querySelectorAll<HTMLElement>('[data-key]')) {
    const topPx = child.offsetTop - scroller.scrollTop;
    if (topPx + child.offsetHeight > 0) return { key: child.dataset.key ?? '', topPx };
  }
  return null;
};

export type Scroll = {
  element: RefObject<HTMLDivElement | null>;
  items: readonly TimelineItem[];
  isAtEnd: boolean;
  toEnd: () => void;
};

/** Draws a bounded part of a conversation, keeps the reader's place while it grows on either end, and stays at the end when there. */
export const useScroll = (
  all: readonly TimelineItem[],
  loadEarlier: () => void,
  drawnBelow: unknown,
): Scroll => {
  const element = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const stays = useRef(true);
  const [endKey, setEndKey] = useState<string | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const { start, end } = drawnPart(all, endKey);

  const onScroll = (): void => {
    const scroller = element.current;
    if (!scroller) return;
    const belowPx = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    stays.current = endKey === null && belowPx < nearPx;
    setAtEnd(stays.current);
    anchor.current = firstInView(scroller);
    if (scroller.scrollTop < edgePx) {
      if (start > 0) setEndKey(all[Math.max(Math.min(drawn, all.length), end - step) - 1]?.key ?? null);
      else loadEarlier();
    } else if (belowPx < edgePx && endKey !== null) {
      setEndKey(end + step >= all.length ? null : (all[end + step - 1]?.key ?? null));
    }
  };
  const latest = useRef(onScroll);
  latest.current = onScroll;

  useEffect(() => {
    const scroller = element.current;
    const scrolled = (): void => latest.current();
    scroller?.addEventListener('scroll', scrolled, { passive: true });
    return () => scroller?.removeEventListener('scroll', scrolled);
  }, []);

  useLayoutEffect(() => {
    const scroller = element.current;
    if (!scroller) return;
    if (stays.current) {
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    const { current } = anchor;
    const child = current && scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(current.key)}"]`);
    if (child) scroller.scrollTop = child.offsetTop - current.topPx;
  }, [all, start, end, drawnBelow]);

  return {
    element,
    items: all.slice(start, end),
    isAtEnd,
    toEnd: () => {
      stays.current = true;
      setEndKey(null);
      setAtEnd(true);
      const scroller = element.current;
      if (scroller) scroller.scrollTop = scroller.scrollHeight;
    },
  };
};
