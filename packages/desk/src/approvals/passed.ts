import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk, type DeskContext } from '../app/desk.ts';
import { authorName } from '../thread/message.tsx';
import { tellActions } from '../thread/stories.ts';
import type { Approval } from './queue.ts';

/** How many of the last entries are looked through for who decided. */
const lookedAt = 50;

/** What became of an approval that is no longer in the queue, in a sentence. */
const endOf = async ({ book, text }: DeskContext, { action, title, conversation }: Approval) => {
  try {
    const handle = await book.handle(conversation);
    const { entries } = await handle.history({ limit: lookedAt });
    const story = tellActions(entries).find((each) => each.action === action);
    const step = story?.steps.findLast(({ by }) => by.kind !== 'office' && by.kind !== 'system');
    const last = step && step.step !== 'requested' ? step : story?.steps.at(-1);
    if (last) return `${title}: ${text.action.told[last.step](authorName(last.by, text))}`;
  } catch {
    // Who it was cannot be told now; that it is gone can.
  }
  return text.approvals.gone(title);
};

/**
 * Where the person stands in the queue. What goes away under them without their doing is told, with who decided it, and
 * the focus goes on to what is next.
 */
export const usePassed = (approvals: readonly Approval[]) => {
  const desk = useDesk();
  const [told, setTold] = useState<string | null>(null);
  const at = useRef<{ approval: Approval; index: number } | null>(null);
  const decided = useRef(new Set<string>());
  // At once, before the focus that was lost goes elsewhere.
  useLayoutEffect(() => {
    const here = at.current;
    if (!here || approvals.some(({ action }) => action === here.approval.action)) return;
    at.current = null;
    const next = approvals[Math.min(here.index, approvals.length - 1)];
    const to = next ? `#approval-${next.action}` : '#approvals';
    // Only where the focus was lost with what went away.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(to)?.focus();
    if (decided.current.delete(here.approval.action)) return setTold(null);
    void endOf(desk, here.approval).then(setTold);
  }, [approvals]);
  return {
    told,
    stand: (approval: Approval, index: number): void => void (at.current = { approval, index }),
    decide: (action: string): void => void decided.current.add(action),
  };
};
