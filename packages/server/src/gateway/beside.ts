import { createAfar, type FarOffices } from '../actions/afar.ts';
import type { Offices } from '../actions/offices.ts';
import type { Actions } from '../actions/run.ts';
import { startBus } from '../delivery/bus.ts';
import { startCompany } from '../delivery/company.ts';
import { openPost } from '../delivery/post.ts';
import type { Limits } from '../gate/limits.ts';
import type { Router } from '../routing/router.ts';
import type { Log } from '../log/log.ts';
import type { Peers } from '../store/peers.ts';
import type { Store } from '../store/store.ts';
import type { Feeds } from './feeds.ts';

type Parts = {
  store: Pick<Store, 'peers'>;
  log: Log;
  feeds: Feeds;
  router: Pick<Router, 'follow'>;
  offices: Offices;
  actions: Actions;
  limits: Pick<Limits, 'onTaken' | 'absorb'>;
  now: () => number;
  onError: (error: unknown) => void;
};

/** What runs beside the commands of a relay. */
export interface Beside {
  /** Takes an office’s report, whichever relay holds the action. */
  report: Actions['report'];
  elsewhere: FarOffices;
  close: () => void;
}

/** The relay among others on the same store. */
const joinPeers = (peers: Peers, parts: Parts) => {
  const { log, feeds, offices, actions, limits, now, onError } = parts;
  const post = openPost({ peers, onError });
  const afar = createAfar({ peers, post, offices, actions, onError });
  const company = startCompany({ peers, roster: feeds.roster, offices: afar, actions, onError });
  const bus = startBus({
    peers,
    log,
    ...feeds,
    now,
    onError,
    onAction: actions.refresh,
    onPresence: company.refresh,
    onTaken: limits.absorb,
    onMail: (to) => {
      if (to === peers.id) post.collect();
    },
  });
  const offTaken = limits.onTaken((taken) => peers.tell([{ kind: 'taken', ...taken }]));
  const report: Actions['report'] = async (connection, given) => {
    if (!(await afar.forward(connection, given))) await actions.report(connection, given);
  };
  const close = (): void => {
    offTaken();
    for (const part of [bus, company, afar, post]) part.close();
  };
  const told = async (): Promise<void> => {
    await afar.published();
    await company.look();
  };
  return { report, elsewhere: { told, asked: company.look }, close, want: bus.want };
};

const nobody: FarOffices = { told: async () => {}, asked: async () => {} };

/** Starts to deliver what is committed, and takes up what is under way: alone, or with the relays beside this one. */
export const startBeside = (parts: Parts): Beside => {
  const { store, log, feeds, router, actions, onError } = parts;
  const joined = store.peers && joinPeers(store.peers, parts);
  const off = log.onCommitted((batch) => {
    for (const stored of batch) {
      if (!feeds.delivery.deliver(stored)) joined?.want(stored.conversation.id);
      router.follow(stored.conversation);
    }
  });
  if (!joined) actions.resume().catch(onError);
  return {
    report: joined?.report ?? actions.report,
    elsewhere: joined?.elsewhere ?? nobody,
    close: () => {
      off();
      joined?.close();
    },
  };
};
