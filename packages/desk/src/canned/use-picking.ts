import { fillCanned, rankCanned, type CannedRef, type CannedResponse } from '@shopbell/agent';
import type { Conversation } from '@shopbell/protocol';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import type { Thread } from '../thread/thread.ts';
import { openVariable, slashAt, type Slash } from './slash.ts';
import { cannedValues, saidLately } from './values.ts';

/** So many are shown at once. */
const shownMax = 6;

type Written = { text: string; canned: CannedRef };
type PickingOf = { thread: Thread; summary: Conversation; text: string; onPick: (written: Written) => void };

/** What is found for the slash before the caret, and which of it is meant. */
export type Picking = {
  isOpen: boolean;
  found: readonly CannedResponse[];
  active: CannedResponse | undefined;
  phase: 'none' | 'loading' | 'ready' | 'failed';
  /** The caret is there now, in this text. */
  follow: (area: HTMLTextAreaElement) => void;
  /** Whether the key was its own. */
  press: (event: KeyboardEvent) => boolean;
  pick: (canned: CannedResponse) => void;
};

const composer = 'textarea#composer';

/** Once what was put in is drawn: the caret behind it, or the first variable that is still open, selected. */
const useCaret = (text: string): ((at: number) => void) => {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    const at = wanted.current;
    const area = document.querySelector<HTMLTextAreaElement>(composer);
    if (at === null || !area) return;
    wanted.current = null;
    const variable = openVariable(area.value);
    area.focus();
    area.setSelectionRange(variable?.from ?? at, variable?.to ?? at);
  }, [text]);
  return (at) => {
    wanted.current = at;
  };
};

/** What the slash before the caret finds, the best first. */
const useFound = (
  slash: Slash | null,
  thread: Thread,
): { found: CannedResponse[]; phase: Picking['phase'] } => {
  const { canned, locale } = useDesk();
  const { all, phase } = useStore(canned.state);
  if (!slash) return { found: [], phase };
  const query = { typed: slash.typed, said: saidLately(thread), language: locale };
  return { found: rankCanned(all, query).slice(0, shownMax), phase };
};

/** A canned response is picked in the composer: after a slash, by its words, with the arrows and Enter. */
export const usePicking = ({ thread, summary, text, onPick }: PickingOf): Picking => {
  const desk = useDesk();
  const [slash, setSlash] = useState<Slash | null>(null);
  const [wanted, setAt] = useState(0);
  /** Where the slash stood that Escape has closed the list of. */
  const left = useRef<number | null>(null);
  const { found, phase } = useFound(slash, thread);
  const at = Math.min(wanted, found.length - 1);
  const placeCaret = useCaret(text);

  const follow = (area: HTMLTextAreaElement): void => {
    const next = area.selectionStart === area.selectionEnd ? slashAt(area.value, area.selectionStart) : null;
    if (next === null) left.current = null;
    const shown = next && next.from !== left.current ? next : null;
    if (shown) desk.canned.look();
    if (shown?.typed !== slash?.typed) setAt(0);
    setSlash(shown);
  };
  const pick = ({ id, version, text: kept }: CannedResponse): void => {
    if (!slash) return;
    const filled = fillCanned(kept, cannedValues(desk, thread, summary)).text;
    const before = text.slice(0, slash.from) + filled;
    onPick({ text: before + text.slice(slash.to), canned: { id, version } });
    setSlash(null);
    placeCaret(before.length);
  };
  const press = (event: KeyboardEvent): boolean => {
    if (!slash || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const active = found[at];
    if (event.key === 'Escape') {
      left.current = slash.from;
      setSlash(null);
    } else if (step && found.length > 0) setAt((at + step + found.length) % found.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && active) pick(active);
    else return false;
    event.preventDefault();
    return true;
  };
  return { isOpen: slash !== null, found, active: found[at], phase, follow, press, pick };
};
