import type { Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { Failed } from '../controls/empty.tsx';
import { Trouble } from '../controls/trouble.tsx';
import { WaitTime } from '../controls/wait-time.tsx';
import { shopperName } from '../shopper/name.ts';
import { Composer } from './composer.tsx';
import { LogView } from './log-view.tsx';
import type { Thread } from './thread.ts';
import { workOn } from './work.ts';

type ThreadProps = { thread: Thread; summary: Conversation; onBack: () => void };

const Standing = ({ summary }: { summary: Conversation }): JSX.Element => {
  const { text, agent } = useDesk();
  const { assignee, status, waitingSince } = summary;
  if (status === 'closed') return <span class="muted">{text.inbox.closed}</span>;
  const isMine = assignee?.id === agent.me.id;
  const held = assignee ? text.thread.with(assignee.name) : text.thread.withNobody;
  return (
    <span class="muted standing">
      {isMine ? text.thread.withYou : held}
      {waitingSince === null ? null : <WaitTime since={waitingSince} />}
    </span>
  );
};

const Buttons = ({ thread, summary }: { thread: Thread; summary: Conversation }): JSX.Element => {
  const desk = useDesk();
  const { text, look, agent, rights } = desk;
  const work = workOn(thread.handle, desk);
  const isClosed = summary.status === 'closed';
  const isMine = summary.assignee?.id === agent.me.id;
  const show = (dialog: 'hand' | 'close' | 'palette'): void => look.set((before) => ({ ...before, dialog }));
  return (
    <div class="thread-buttons">
      {rights.canReply && !isClosed && !isMine ? (
        <button type="button" class="button" onClick={work.take}>
          {text.manage.take} <KeyHint command="take" />
        </button>
      ) : null}
      {rights.canReply && !isClosed ? (
        <button type="button" class="button" onClick={() => show('hand')}>
          {text.manage.hand} <KeyHint command="hand" />
        </button>
      ) : null}
      <button type="button" class="button" onClick={() => show('palette')}>
        {text.action.palette} <KeyHint command="palette" />
      </button>
      {rights.canReply ? (
        <button type="button" class="button" onClick={() => (isClosed ? work.reopen() : show('close'))}>
          {isClosed ? text.manage.reopen : text.manage.close} <KeyHint command="close" />
        </button>
      ) : null}
    </div>
  );
};

const Head = ({ thread, summary, onBack }: ThreadProps): JSX.Element => {
  const { text, look } = useDesk();
  const { isShopperShown } = useStore(look);
  return (
    <header class="thread-head">
      <button type="button" class="icon-button only-narrow" aria-label={text.app.back} onClick={onBack}>
        <span aria-hidden="true">←</span>
      </button>
      <div class="thread-who">
        <h2 id="thread-title">
          <bdi>{shopperName(summary.shopper, text)}</bdi>
        </h2>
        <Standing summary={summary} />
      </div>
      <Buttons thread={thread} summary={summary} />
      <button
        type="button"
        class="button not-wide"
        aria-expanded={isShopperShown}
        aria-controls="shopper"
        onClick={() => look.set((before) => ({ ...before, isShopperShown: !before.isShopperShown }))}
      >
        {text.shopper.title}
      </button>
    </header>
  );
};

/** The middle column: one conversation, what was said and done, and where one writes. */
export const ThreadView = ({ thread, summary, onBack }: ThreadProps): JSX.Element => {
  const { text } = useDesk();
  const { phase } = useStore(thread.state);
  return (
    <main class="thread" id="thread" tabIndex={-1} aria-labelledby="thread-title">
      <Head thread={thread} summary={summary} onBack={onBack} />
      <Trouble />
      {phase === 'loading' ? <output class="loading">{text.app.loading}</output> : null}
      {phase === 'failed' ? (
        <Failed sentence={text.thread.failed} retry={text.app.retry} onRetry={() => void thread.load()} />
      ) : null}
      {phase === 'ready' ? <LogView thread={thread} summary={summary} /> : null}
      <Composer thread={thread} summary={summary} />
    </main>
  );
};
