import { beginSharing, type Sharing } from '@shopbell/client';
import type { Begun, SharedTabs } from '@shopbell/client/tabs';
import type { Keeping } from './keeping.ts';

/** What of the later part does the sharing. */
type Net = {
  subjectOf: (jwt: string | undefined) => string;
  joinTabs: (begun: Begun, name: string, keeping: Keeping) => SharedTabs;
};
type Line = { shop: string; jwt: string | undefined; keeping: Keeping; net: Promise<Net> };

/**
 * One line to the relay for all tabs of this browser, shop and customer; `undefined` where the browser cannot. Tabs of
 * different customers never share one; what a JWT says is checked by the relay.
 */
export const shareLine = ({ shop, jwt, keeping, net }: Line): Sharing | undefined => {
  const { locks } = navigator;
  const name = net.then(({ subjectOf }) => `shopbell:${shop}:${subjectOf(jwt)}`);
  const coming = Promise.all([net, name]).then(
    ([{ joinTabs }, name]) =>
      (begun: Begun) =>
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
