import { Bell } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Empty } from '../controls/empty.tsx';
import { InboxView } from '../inbox/inbox-view.tsx';
import { useInbox, type Inbox } from '../inbox/use-inbox.ts';
import { shopperName } from '../shopper/name.ts';
import { ShopperView } from '../shopper/shopper-view.tsx';
import { ThreadView } from '../thread/thread-view.tsx';
import { useThread } from '../thread/use-thread.ts';
import { workOn } from '../thread/work.ts';
import { showWaiting } from './badge.ts';
import { ConnectionView } from './connection-view.tsx';
import { press } from './desk-keys.ts';
import { useDesk } from './desk.ts';
import { Dialogs } from './dialogs.tsx';
import { useKeptFocus } from './kept-focus.ts';
import { useKeys } from './keys.ts';
import { Settings } from './settings.tsx';
import { useStore } from './store.ts';
import { WorkState } from './work-state.tsx';

const Bar = (): JSX.Element => {
  const { agent, text } = useDesk();
  return (
    <header class="bar">
      <a class="skip" href="#thread">
        {text.app.skip}
      </a>
      <span class="bar-mark">
        <Bell size={20} />
      </span>
      <h1>
        <bdi>{agent.shop.name}</bdi>
      </h1>
      <ConnectionView />
      <WorkState />
      <Settings />
    </header>
  );
};

const NoThread = ({ isMissing }: { isMissing: boolean }): JSX.Element => {
  const { text, look } = useDesk();
  const { open } = useStore(look);
  const { pick, pickNext, failed } = text.thread;
  return (
    <main class="thread" id="thread" tabIndex={-1}>
      {open && !isMissing ? (
        <p class="loading">{text.app.loading}</p>
      ) : (
        <Empty title={isMissing ? failed : pick} next={pickNext} />
      )}
    </main>
  );
};

/** The tab tells how many wait, and a screen reader who came last. */
const Announcement = ({ count, newest }: Inbox): JSX.Element => {
  const { text, agent, queue, held } = useDesk();
  // One’s own requests and drafts wait for somebody else.
  const asked = [...useStore(queue.state).approvals, ...useStore(held.state).drafts];
  const due = asked.filter(({ by }) => by.id !== agent.me.id).length;
  const waiting = count.waiting + due;
  useEffect(
    () => showWaiting(document, text.app.title(agent.shop.name, waiting), waiting),
    [waiting, text, agent],
  );
  return (
    <output class="sb-hidden">{newest ? text.inbox.arrived(shopperName(newest.shopper, text)) : ''}</output>
  );
};

const useOpened = () => {
  const { look, book } = useDesk();
  const { open } = useStore(look);
  const { conversations } = useStore(book.state);
  const thread = useThread(open);
  const summary = open ? conversations.get(open) : undefined;
  const opened =
    thread && thread !== 'missing' && thread.handle.id === open && summary ? { thread, summary } : null;
  useEffect(() => {
    const from = document.activeElement;
    // From the list the focus goes along to what was opened; from a field it stays.
    if (opened && (!from || from.matches('body, #inbox-list, .row'))) {
      document.querySelector<HTMLElement>('#thread')?.focus();
    }
  }, [opened?.thread]);
  return { open, opened, isMissing: thread === 'missing' };
};

/** The console: who waits, the conversation, the shopper. */
export const DeskView = (): JSX.Element => {
  const desk = useDesk();
  useKeptFocus();
  const { look, preferences } = desk;
  const inbox = useInbox();
  const { open, opened, isMissing } = useOpened();
  const onOpen = (id: string): void =>
    look.set((before) => ({ ...before, open: id, cursor: id, trouble: null, isShopperShown: false }));
  const onBack = (): void => look.set((before) => ({ ...before, open: null, isShopperShown: false }));
  const target = opened && { summary: opened.summary, work: workOn(opened.thread.handle, desk) };
  useKeys(preferences.hasSingleKeys, (command) =>
    press({ desk, listed: inbox.rows, open: target, onOpen, onBack }, command),
  );
  return (
    <div class={open ? 'desk desk-open' : 'desk'}>
      <Bar />
      <InboxView conversations={inbox.rows} count={inbox.count} found={inbox.found} onOpen={onOpen} />
      {opened ? (
        <ThreadView key={opened.summary.id} {...opened} onBack={onBack} />
      ) : (
        <NoThread isMissing={isMissing} />
      )}
      {opened ? <ShopperView key={`with ${opened.summary.id}`} {...opened} onOpen={onOpen} /> : null}
      <Dialogs open={opened} />
      <Announcement {...inbox} />
    </div>
  );
};
