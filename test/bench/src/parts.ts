import { actionsTable } from './actions-table.ts';
import { measureActions } from './actions.ts';
import { clusterTable, measureCluster } from './cluster.ts';
import { connectionsTable, measureConnections } from './connections.ts';
import type { Contestant } from './contestants.ts';
import { erasureTable, measureErasure } from './erasure.ts';
import { herdTable, measureHerds } from './herd.ts';
import { historyTable, measureHistory } from './history.ts';
import { profileActions, profileRelay } from './profile.ts';
import { measureRelays, tableOf } from './relay.ts';
import { measureWidgets } from './widget/measure.ts';
import { widgetTable } from './widget/table.ts';

/** What a part may be told; each has its own default. */
export type Options = {
  isQuick: boolean;
  count: number | undefined;
  minutes: number | undefined;
  store: 'sqlite' | 'postgres' | undefined;
};

/** One benchmark: its table for people, its figures for what comes after. */
type Part = {
  measure: (options: Options) => Promise<{ table: string; figures: object }>;
  profile?: (options: Options) => Promise<void>;
};

const contestantsOf = ({ store }: Options): readonly Contestant[] | undefined =>
  store === undefined ? undefined : ['bare', `shopbell-${store}`];

const measureWith = async <F extends object>(
  measuring: Promise<F>,
  tableFor: (figures: F) => string,
): Promise<{ table: string; figures: F }> => {
  const figures = await measuring;
  return { figures, table: tableFor(figures) };
};

/** The benchmarks by name. */
export const parts: Readonly<Record<string, Part>> = {
  relay: {
    measure: (options) => measureWith(measureRelays(options.isQuick, contestantsOf(options)), tableOf),
    profile: (options) => profileRelay(contestantsOf(options)?.[1]),
  },
  connections: {
    measure: ({ isQuick, count = isQuick ? 60 : 10_000, minutes = isQuick ? 0.01 : 1 }) =>
      measureWith(measureConnections({ count, minutes, settleMs: isQuick ? 200 : 3_000 }), connectionsTable),
  },
  herd: {
    measure: ({ isQuick, count = isQuick ? 20 : 5_000 }) =>
      measureWith(measureHerds({ count, processes: 2, every: 5 }), herdTable),
  },
  cluster: {
    measure: ({ isQuick }) =>
      measureWith(
        measureCluster(
          isQuick
            ? { pairs: 6, perSecond: 60, forMs: 1_500, warmUpMs: 100, repeatForMs: 0 }
            : { pairs: 100, perSecond: 1_000, forMs: 12_000, warmUpMs: 8_000, repeatForMs: 60_000 },
        ),
        clusterTable,
      ),
  },
  erasure: {
    measure: ({ isQuick, store, count = isQuick ? 20_000 : 150_000 }) =>
      measureWith(
        measureErasure({
          engines: store === undefined ? ['sqlite', 'postgres'] : [store],
          entries: count,
          forMs: isQuick ? 1_000 : 5_000,
          repeatForMs: isQuick ? 0 : 20_000,
        }),
        erasureTable,
      ),
  },
  history: {
    measure: ({ isQuick, store, count = isQuick ? 100_000 : 1_000_000 }) =>
      measureWith(
        measureHistory({
          engines: store === undefined ? ['sqlite', 'postgres'] : [store],
          small: Math.min(10_000, Math.ceil(count / 2)),
          full: count,
          times: isQuick ? 100 : 400,
        }),
        historyTable,
      ),
  },
  widget: {
    measure: ({ isQuick, count = isQuick ? 1 : 5 }) =>
      measureWith(measureWidgets({ rounds: count }), widgetTable),
  },
  actions: {
    measure: ({ isQuick }) => measureWith(measureActions(isQuick), actionsTable),
    profile: () => profileActions(),
  },
};
