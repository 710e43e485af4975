import { createTabs, type Begun, type SharedTabs, type TabMessage } from '@shopbell/client/tabs';
import { openChannel } from '../bridge/bridge.ts';
import type { Keeping } from '../panel/keeping.ts';

/** How often a tab looks whether the one that leads is still there, in milliseconds. */
const beatMs = 5_000;

/** Shares the line and the outbox with the other tabs of this browser, until it is closed. */
export const joinTabs = (begun: Begun, name: string, keeping: Keeping): SharedTabs => {
  const ended = new AbortController();
  const tabs = createTabs(begun, {
    tab: crypto.randomUUID(),
    channel: openChannel<TabMessage>(name),
    secret: () => keeping.token,
    onSecret: keeping.adopt,
  });
  keeping.onToken = tabs.secretChanged;
  // A frozen tab would keep the lock and answer nobody.
  document.addEventListener('freeze', tabs.leave, ended);
  addEventListener('pagehide', tabs.leave, ended);
  const beat = setInterval(tabs.beat, beatMs);
  return {
    ...tabs,
    close() {
      keeping.onToken = () => {};
      ended.abort();
      clearInterval(beat);
      tabs.close();
    },
  };
};
