import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { Empty, Failed } from '../controls/empty.tsx';
import { Trouble } from '../controls/trouble.tsx';
import { ApprovalView } from './approval-view.tsx';
import { usePassed } from './passed.ts';

/** Everything in the shop that waits for an approval, whatever conversation it is in. */
export const ApprovalsView = ({ onOpen }: { onOpen: (id: string) => void }): JSX.Element => {
  const { text, queue, look } = useDesk();
  const { open } = useStore(look);
  const { phase, approvals, waiting, hasMore } = useStore(queue.state);
  const passed = usePassed(approvals);
  return (
    <div id="approvals" class="approvals" role="group" aria-label={text.approvals.title} tabIndex={-1}>
      {open ? null : <Trouble />}
      <output class={passed.told ? 'approvals-told' : 'sb-hidden'}>{passed.told}</output>
      {phase === 'loading' ? <output class="loading">{text.app.loading}</output> : null}
      {phase === 'failed' ? (
        <Failed sentence={text.approvals.failed} retry={text.app.retry} onRetry={() => void queue.reload()} />
      ) : null}
      {phase === 'ready' && approvals.length === 0 ? (
        <Empty title={text.approvals.empty} next={text.approvals.emptyNext} />
      ) : null}
      {approvals.map((approval, index) => (
        <ApprovalView
          key={approval.action}
          approval={approval}
          place={{ index, count: waiting }}
          onStand={() => passed.stand(approval, index)}
          onDecide={() => passed.decide(approval.action)}
          onOpen={onOpen}
        />
      ))}
      {hasMore ? (
        <button type="button" class="button" onClick={() => void queue.loadMore()}>
          {text.approvals.more}
        </button>
      ) : null}
    </div>
  );
};
