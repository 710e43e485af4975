import type { Peers } from '../store/peers.ts';
import type { Present } from './elsewhere.ts';
import type { Roster } from './roster.ts';

/** Who is connected to the relays beside this one: told by leases, so that a relay that dies takes its people along. */
export interface Company {
  /** Asks the others again, soon. */
  refresh: () => void;
  close: () => void;
}

type CompanyOptions = {
  peers: Peers;
  roster: Pick<Roster, 'present' | 'accompany' | 'onPresence'>;
  onError: (error: unknown) => void;
  everyMs?: number;
};

const parsed = (report: string): Present[] => JSON.parse(report) as Present[];

/** Starts to tell who is here and to hear who is elsewhere: at once when it changes, and every second. */
export const startCompany = ({ peers, roster, onError, everyMs = 1_000 }: CompanyOptions): Company => {
  let isBusy = false;
  let isDue = false;

  const exchange = async (): Promise<void> => {
    const others = await peers.report(JSON.stringify(roster.present()));
    roster.accompany(others.flatMap(({ report }) => parsed(report)));
  };
  const refresh = (): void => {
    isDue = true;
    if (isBusy) return;
    isBusy = true;
    isDue = false;
    exchange()
      .catch(onError)
      .finally(() => {
        isBusy = false;
        if (isDue) refresh();
      });
  };

  const timer = setInterval(refresh, everyMs);
  const off = roster.onPresence(() => {
    refresh();
    peers.tell([{ kind: 'presence' }]);
  });
  refresh();
  return {
    refresh,
    close: () => {
      clearInterval(timer);
      off();
    },
  };
};
