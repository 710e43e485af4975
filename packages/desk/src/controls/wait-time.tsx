import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { waitClock, waitLevel } from '../inbox/waiting.ts';

/** How long somebody has been waiting, ticking. `since` in ms since the Unix epoch. */
export const WaitTime = ({ since }: { since: number }): JSX.Element => {
  const { now, text } = useDesk();
  const at = useStore(now);
  const clock = waitClock(at - since, text.app);
  return (
    <span class={`wait wait-${waitLevel(since, at)}`} role="timer" aria-label={text.inbox.waited(clock)}>
      {clock}
    </span>
  );
};
