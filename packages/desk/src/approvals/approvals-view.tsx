import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { Empty, Failed } from '../controls/empty.tsx';
import { Trouble } from '../controls/trouble.tsx';
import { HeldCard } from '../held/held-card.tsx';
import { ApprovalView } from './approval-view.tsx';
import { usePassed, waitingId, type Waiting } from './passed.ts';

type ListProps = { all: readonly Waiting[]; count: number; onOpen: (id: string) => void };

const Cards = ({
  all,
  count,
  onOpen,
  passed,
}: ListProps & { passed: ReturnType<typeof usePassed> }): JSX.Element => (
  <>
    {all.map((waiting, index) => {
      const given = {
        place: { index, count },
        onStand: () => passed.stand(waiting, index),
        onDecide: () => passed.decide(waiting),
        onOpen,
      };
      return waiting.kind === 'held' ? (
        <HeldCard key={waitingId(waiting)} held={waiting.held} {...given} />
      ) : (
        <ApprovalView key={waitingId(waiting)} approval={waiting.approval} {...given} />
      );
    })}
  </>
);

/** Both lists as one: a shopper waits for what is written already, so drafts stand first. */
const useWaiting = () => {
  const { queue, held } = useDesk();
  const plans = useStore(queue.state);
  const drafts = useStore(held.state);
  const phases = [plans.phase, drafts.phase];
  const all: Waiting[] = [
    ...drafts.drafts.map((each): Waiting => ({ kind: 'held', held: each })),
    ...plans.approvals.map((approval): Waiting => ({ kind: 'approval', approval })),
  ];
  const more = [drafts.hasMore ? held : null, plans.hasMore ? queue : null].filter((each) => each !== null);
  return {
    all,
    count: plans.waiting + drafts.waiting,
    isFailed: phases.includes('failed'),
    isLoading: phases.includes('loading'),
    hasMore: more.length > 0,
    loadMore: () => more.forEach((each) => void each.loadMore()),
    reload: () => [queue, held].forEach((each) => void each.reload()),
  };
};

/** Everything in the shop that waits for a release or an approval, whatever conversation it is in. */
export const ApprovalsView = ({ onOpen }: { onOpen: (id: string) => void }): JSX.Element => {
  const { text, look } = useDesk();
  const { open } = useStore(look);
  const waiting = useWaiting();
  const passed = usePassed(waiting.all);
  const isEmpty = waiting.all.length === 0 && !waiting.isLoading && !waiting.isFailed;
  return (
    <div id="approvals" class="approvals" role="group" aria-label={text.approvals.title} tabIndex={-1}>
      {open ? null : <Trouble />}
      <output class={passed.told ? 'approvals-told' : 'sb-hidden'}>{passed.told}</output>
      {waiting.isLoading ? <output class="loading">{text.app.loading}</output> : null}
      {waiting.isFailed ? (
        <Failed sentence={text.approvals.failed} retry={text.app.retry} onRetry={waiting.reload} />
      ) : null}
      {isEmpty ? <Empty title={text.approvals.empty} next={text.approvals.emptyNext} /> : null}
      <Cards all={waiting.all} count={waiting.count} onOpen={onOpen} passed={passed} />
      {waiting.hasMore ? (
        <button type="button" class="button" onClick={waiting.loadMore}>
          {text.approvals.more}
        </button>
      ) : null}
    </div>
  );
};
