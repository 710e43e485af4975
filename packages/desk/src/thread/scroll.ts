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

/** What the reader's scrolling has come to: where the drawn part ends, and what keeps the view in place. */
type Place = {
  element: RefObject<HTMLDivElement | null>;
  anchor: { current: Anchor | null };
  stays: { current: boolean };
  endKey: string | null;
  setEndKey: (key: string | null) => void;
  setAtEnd: (isAtEnd: boolean) => void;
};

/** After scrolling: draws more on the side the reader comes close to, and asks for what is not loaded. */
const follow = (place: Place, all: readonly TimelineItem[], loadEarlier: () => void): void => {
  const scroller = place.element.current;
  if (!scroller) return;
  const { start, end } = drawnPart(all, place.endKey);
  const belowPx = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  place.stays.current = place.endKey === null && belowPx < nearPx;
  place.setAtEnd(place.stays.current);
  place.anchor.current = firstInView(scroller);
  if (scroller.scrollTop < edgePx) {
    if (start === 0) loadEarlier();
    else place.setEndKey(all[Math.max(Math.min(drawn, all.length), end - step) - 1]?.key ?? null);
  } else if (belowPx < edgePx && place.endKey !== null) {
    place.setEndKey(end + step >= all.length ? null : (all[end + step - 1]?.key ?? null));
  }
};

/** After drawing: at the end when the reader was there, otherwise with the same item in the same place. */
const settle = ({ element, anchor, stays }: Place): void => {
  const scroller = element.current;
  if (!scroller) return;
  if (stays.current) {
    scroller.scrollTop = scroller.scrollHeight;
    return;
  }
  const { current } = anchor;
  const child = current && scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(current.key)}"]`);
  if (child) scroller.scrollTop = child.offsetTop - current.topPx;
};

/**
 * Draws a bounded part of a conversation, keeps the reader's place while it grows on either end, and stays at the
 * end when there. `below`: whatever else is drawn beneath the items; when it changes, the end has moved.
 */
export const useScroll = (all: readonly TimelineItem[], loadEarlier: () => void, below: unknown): Scroll => {
  const element = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const stays = useRef(true);
  const [endKey, setEndKey] = useState<string | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const place: Place = { element, anchor, stays, endKey, setEndKey, setAtEnd };
  const { start, end } = drawnPart(all, endKey);
  const latest = useRef(() => {});
  latest.current = () => follow(place, all, loadEarlier);
  useEffect(() => {
    const scroller = element.current;
    const scrolled = (): void => latest.current();
    scroller?.addEventListener('scroll', scrolled, { passive: true });
    return () => scroller?.removeEventListener('scroll', scrolled);
  }, []);
  useLayoutEffect(() => settle(place), [all, start, end, below]);
  const toEnd = (): void => {
    stays.current = true;
    setEndKey(null);
    setAtEnd(true);
    settle(place);
  };
  return { element, items: all.slice(start, end), isAtEnd, toEnd };
};
