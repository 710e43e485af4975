import type { News } from './news.ts';
import type { Stage } from './page/deeds.ts';
import type { ClusterState } from './page/state.ts';
import { startFigures } from './relays/figures.ts';

/** The state of everything, as it is when asked for. */
export type WatchedState = Disposable & { state: () => ClusterState };

/** Starts to watch what has to be asked for. */
export const watchState = (stage: Stage, news: News): WatchedState => {
  const { relays, gates, database, probe } = stage;
  const figures = relays.map(({ port }) => startFigures(port));
  const shownRelay = (index: number): ClusterState['relays'] => {
    const slot = relays[index];
    if (slot === undefined) return [];
    const { name, port, state, since } = slot;
    const shown = figures[index]?.shown() ?? null;
    const lastAt = gates[index]?.hints.lastAt ?? null;
    return [
      {
        name,
        port,
        state,
        sinceMs: Date.now() - since,
        sockets: shown?.sockets ?? null,
        perSecond: shown?.perSecond ?? null,
        p50Ms: state === 'down' ? null : probe.p50Ms(index),
        hintMs: lastAt === null ? null : Date.now() - lastAt,
      },
    ];
  };
  return {
    state: () => ({
      relays: relays.flatMap((_, index) => shownRelay(index)),
      database: database.state,
      hints: {
        isLosing: gates.some(({ isLosing }) => isLosing),
        lost: gates.reduce((total, { hints }) => total + hints.lost, 0),
      },
      counts: probe.counts(),
      burst: probe.burst,
      events: news.events(),
    }),
    [Symbol.dispose]: () => figures.forEach((each) => each.close()),
  };
};
