import type { ActionId } from '@shopbell/protocol';
import type { ActionRow } from '../store/action-row.ts';
import type { Peers } from '../store/peers.ts';
import type { Present } from './elsewhere.ts';
import type { Listeners } from './listeners.ts';
import type { Roster } from './roster.ts';

/** The relays beside this one: told by leases, so that one that dies takes along who was with it. */
export interface Company {
  /** Asks the others again, soon. */
  refresh: () => void;
  /** Resolves when they have been told what is here by now, and asked what is there; also where they could not be. */
  look: () => Promise<void>;
  close: () => void;
}

/** What a relay says of itself: who is connected to it, and at which version its offices are. */
type Report = { people: Present[]; offices: number };

type CompanyOptions = {
  peers: Peers;
  roster: Pick<Roster, 'present' | 'accompany' | 'onPresence'>;
  /** Its offices, and those of the others. */
  offices: {
    version: () => number;
    onVersion: Listeners<number>['on'];
    sync: (relays: readonly { relay: string; version: number }[]) => Promise<void>;
  };
  /** The actions under way here: those of relays that are gone come to it, what others have moved is looked at. */
  actions: {
    take: (rows: readonly ActionRow[]) => void;
    refresh: (id: ActionId) => void;
    drop: (id: ActionId) => void;
    live: () => ReadonlyMap<ActionId, number>;
  };
  onError: (error: unknown) => void;
  everyMs?: number;
};

/** Longer than a lease: by then, whoever is there has said so. */
const settledMs = 6_000;

/** Takes over what nobody holds any more, lets go what is held elsewhere. */
const createHolding = ({ peers, actions }: CompanyOptions, isClosed: () => boolean) => {
  let wellSince: number | null = null;
  return {
    /** After a pause of the database, the others may not have come back yet: nothing is taken over for a while. */
    pause: (): void => {
      wellSince = null;
    },
    look: async (others: readonly string[]): Promise<void> => {
      wellSince ??= performance.now();
      if (performance.now() - wellSince >= settledMs) {
        const rows = await peers.claimActions([peers.id, ...others]);
        // What came too late goes to another when this one has left.
        if (!isClosed()) actions.take(rows);
      }
      const live = actions.live();
      if (live.size === 0) return;
      for (const { id, holder, revision } of await peers.actionHeads([...live.keys()])) {
        if (holder !== peers.id) actions.drop(id);
        else if (revision !== live.get(id)) actions.refresh(id);
      }
    },
  };
};

/** One exchange at a time; who asks during one gets another after it. */
const createTurns = (exchange: () => Promise<void>) => {
  let isClosed = false;
  let isBusy = false;
  let isDue = false;
  let waiting: (() => void)[] = [];

  const begin = (): void => {
    isDue = true;
    if (isBusy || isClosed) return;
    isBusy = true;
    isDue = false;
    // Whoever comes from here on waits for the next one.
    const lookers = waiting;
    waiting = [];
    void exchange().finally(() => {
      isBusy = false;
      for (const looked of lookers) looked();
      if (isDue) begin();
    });
  };
  return {
    begin,
    isClosed: () => isClosed,
    whole: (): Promise<void> => {
      if (isClosed) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      begin();
      return promise;
    },
    close: (): void => {
      isClosed = true;
      for (const looked of waiting) looked();
    },
  };
};

/** Starts to tell what is here and to hear what is elsewhere: at once when it changes, and every second. */
export const startCompany = (options: CompanyOptions): Company => {
  const { peers, roster, offices, onError, everyMs = 1_000 } = options;
  const holding = createHolding(options, () => turns.isClosed());
  let told = '';

  const exchange = async (): Promise<void> => {
    const mine: Report = { people: roster.present(), offices: offices.version() };
    const said = JSON.stringify(mine);
    const others = await peers.report(said);
    // Only now is it there to be read.
    if (said !== told) peers.tell([{ kind: 'presence' }]);
    told = said;
    const reports = others.flatMap(({ relay, report }) => {
      const theirs = JSON.parse(report) as Report | null;
      return theirs ? [{ relay, ...theirs }] : [];
    });
    roster.accompany(reports.flatMap(({ people }) => people));
    await offices.sync(reports.map(({ relay, offices: version }) => ({ relay, version })));
    await holding.look(others.map(({ relay }) => relay));
  };
  const turns = createTurns(() =>
    exchange().catch((error: unknown) => {
      holding.pause();
      onError(error);
    }),
  );

  const timer = setInterval(turns.begin, everyMs);
  const stops = [roster.onPresence(turns.begin), offices.onVersion(turns.begin)];
  turns.begin();
  return {
    refresh: turns.begin,
    look: turns.whole,
    close: () => {
      turns.close();
      clearInterval(timer);
      for (const stop of stops) stop();
    },
  };
};
