import { beginSharing, type Sharing } from '@shopbell/client';
import type { Keeping } from './keeping.ts';
import { netPart } from './net-part.ts';

/**
 * One line to the relay for all tabs of this browser, shop and customer; `undefined` where the browser cannot. Tabs of
 * different customers never share one; what a JWT says is checked by the relay.
 */
export const shareLine = (shop: string, jwt: string | undefined, keeping: Keeping): Sharing | undefined => {
  // Wanted in any case: for what is to outlast the page.
  const net = netPart();
  const { locks } = navigator;
  const name = net.then(({ subjectOf }) => `shopbell:${shop}:${subjectOf(jwt)}`);
  const coming = Promise.all([net, name]).then(
    ([{ joinTabs }, name]) =>
      (begun: Parameters<typeof joinTabs>[0]) =>
        joinTabs(begun, name, keeping),
  );
  // Without it nothing is shared, and nothing kept.
  coming.catch(() => {});
  if (!locks || !globalThis.BroadcastChannel) return undefined;
  return beginSharing(
    {
      request: async (how, held) =>
        locks.request(jwt ? await name : `shopbell:${shop}:`, how, (lock) => held(lock !== null)),
    },
    coming,
  );
};
