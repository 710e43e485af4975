import type { HeldDraft } from '@shopbell/protocol';
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

/** What waits in the queue: a plan to approve, or a draft to release. */
export type Waiting = { kind: 'approval'; approval: Approval } | { kind: 'held'; held: HeldDraft };

/** The id by which it is told from the others, and decided on. */
export const waitingId = (waiting: Waiting): string =>
  waiting.kind === 'held' ? waiting.held.id : waiting.approval.action;

const tell = (desk: DeskContext, waiting: Waiting): Promise<string> =>
  waiting.kind === 'held'
    ? Promise.resolve(desk.text.held.gone(waiting.held.by.name))
    : endOf(desk, waiting.approval);

/**
 * Where the person stands in the queue. What goes away under them without their doing is told, with who decided it, and
 * the focus goes on to what is next.
 */
export const usePassed = (all: readonly Waiting[]) => {
  const desk = useDesk();
  const [told, setTold] = useState<string | null>(null);
  const at = useRef<{ waiting: Waiting; index: number } | null>(null);
  const decided = useRef(new Set<string>());
  const ids = all.map(waitingId);
  // At once, before the focus that was lost goes elsewhere.
  useLayoutEffect(() => {
    const here = at.current;
    if (!here || ids.includes(waitingId(here.waiting))) return;
    at.current = null;
    const next = ids[Math.min(here.index, ids.length - 1)];
    const to = next === undefined ? '#approvals' : `#approval-${next}`;
    // Only where the focus was lost with what went away.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(to)?.focus();
    if (decided.current.delete(waitingId(here.waiting))) return setTold(null);
    void tell(desk, here.waiting).then(setTold);
  }, [ids.join(' ')]);
  return {
    told,
    stand: (waiting: Waiting, index: number): void => void (at.current = { waiting, index }),
    decide: (waiting: Waiting): void => void decided.current.add(waitingId(waiting)),
  };
};
