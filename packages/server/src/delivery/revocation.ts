import type { Store } from '../store/store.ts';
import type { Roster } from './roster.ts';

type RevocationOptions = {
  store: Pick<Store, 'revokedSince'>;
  roster: Roster;
  now: () => number;
  onError: (error: unknown) => void;
  intervalMs?: number;
};

/** How far each look reaches back behind the last one: clocks of other processes differ, commits take time. */
const overlapMs = 5_000;

/** Starts to end the sockets of whatever is revoked or expires, whoever did it, within the interval. Returns its end. */
export const startRevocation = ({ store, roster, now, onError, intervalMs = 400 }: RevocationOptions) => {
  let since = now() - overlapMs;
  let isLooking = false;

  const look = async (): Promise<void> => {
    const at = now();
    const { keys, tokens } = await store.revokedSince(since);
    for (const secret of [...keys, ...tokens]) roster.endSecret(secret, 'revoked');
    roster.endExpired(at);
    // The clock may be set back: then what is revoked from here on has earlier times.
    since = at - overlapMs;
  };

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(onError)
      .finally(() => {
        isLooking = false;
      });
  }, intervalMs);
  return (): void => clearInterval(timer);
};
