import type { ActionId } from '@shopbell/protocol';
import type { IncomingMessage } from 'node:http';
import { createOffices, type Offices } from '../actions/offices.ts';
import { createActions } from '../actions/run.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { Connection } from '../delivery/connection.ts';
import { eventPacket } from '../delivery/packets.ts';
import { startRevocation } from '../delivery/revocation.ts';
import type { Roster } from '../delivery/roster.ts';
import { createAddresses } from '../gate/addresses.ts';
import { createAnswer, type Answer } from '../gate/answer.ts';
import { createCaller, type Caller } from '../gate/caller.ts';
import { createDeskSessions, type DeskSessions } from '../gate/desk-sessions.ts';
import { createCodes, type SendCode } from '../gate/codes.ts';
import { createAuthenticator, type Authenticator, type Identity } from '../gate/identity.ts';
import { createLimits, type LimitOverrides } from '../gate/limits.ts';
import type { Services } from '../handlers/context.ts';
import { createRoutes } from '../handlers/routes.ts';
import { createDecider } from '../log/decide.ts';
import { startEraser } from '../lifecycle/eraser.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';
import { startBeside } from './beside.ts';
import { createFeeds, leaveFeeds } from './feeds.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { startLagGuard } from './lag.ts';

type Logger = Record<'info' | 'error', (fields: object, message: string) => void>;

export type EdgeOptions = {
  store: Store;
  log: Log;
  metrics: Metrics;
  logger: Logger;
  /** The relay’s own addresses as browsers see them. */
  ownOrigins: () => readonly string[];
  clock?: Clock;
  /** Addresses and ranges whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
  limits?: LimitOverrides | undefined;
  sendCode?: SendCode | undefined;
  /** How long a proved address counts as `verified`, in milliseconds. */
  identityFreshMs?: number | undefined;
  /** Conversations closed so long ago are erased; absent: never. */
  retentionMs?: number | undefined;
  /** The versions of the protocol to answer, where it is not those of this release. */
  versions?: readonly number[] | undefined;
};

/** Everything between the network and the log: who comes in, what they ask, what they hear. */
export type Edge = {
  authenticate: Authenticator;
  desk: DeskSessions;
  answer: Answer;
  /** The caller of one HTTP request. */
  caller(identity: Identity, address: string): Caller;
  /** The client’s address as limits know it. */
  address(request: IncomingMessage): string;
  attach: Gateway['attach'];
  /** Whether newcomers are refused now. */
  readonly isBusy: boolean;
  /** The sockets go first; what was answered is answered. The log and the store are still open after it. */
  close(options: { graceMs: number }): Promise<void>;
};

/** Tells a shop’s staff when their offices offer something else. */
const announceOffers = (offices: Offices, roster: Roster): void => {
  offices.onChanged((shop) => {
    const json = JSON.stringify({ actions: offices.offers(shop) });
    const packet = eventPacket('staff', 'actions:changed', json);
    for (const connection of roster.of(shop, 'staff')) connection.send(packet);
  });
};

const planTurnsOf = ({ peers }: Pick<Store, 'peers'>, onError: (error: unknown) => void) =>
  peers && {
    enter: peers.enterTurn,
    leave: (name: string, action: ActionId): void => void peers.leaveTurn(name, action).catch(onError),
  };

/** Composes the edge of one relay. */
export const createEdge = (options: EdgeOptions): Edge => {
  const { store, log, metrics, logger, ownOrigins, trustedProxies = [], clock = systemClock } = options;
  const { now } = clock;
  const onError = (error: unknown): void =>
    logger.error({ err: error }, 'something failed in the background');
  const limits = createLimits({ overrides: options.limits, isShared: store.peers !== undefined });
  const address = createAddresses(trustedProxies);
  const authenticate = createAuthenticator({ store, now, limits, ownOrigins });
  const feeds = createFeeds(store, onError);
  const { roster, waiters } = feeds;
  const decide = createDecider({ log, store });
  const offices = createOffices();
  const own = createActions({ store, decide, offices, now, onError, planTurns: planTurnsOf(store, onError) });
  const beside = startBeside({ store, log, feeds, offices, actions: own, limits, now, onError });
  const actions = { ...own, report: beside.report, elsewhere: beside.elsewhere };
  const { sendCode, identityFreshMs: freshMs, retentionMs } = options;
  const codes = createCodes({ store, limits, now, logger, sendCode, freshMs });
  const services: Services = { store, log, decide, now, limits, offices, actions, codes, ...feeds };
  const answer = createAnswer({ routes: createRoutes(services), limits, metrics, logger });
  const lag = startLagGuard();
  const eraser = startEraser({ ...feeds, store, log, metrics, logger, now, onError, retentionMs });
  const stops = [beside.close, startRevocation({ store, roster, now, onError }), clock.onSet(actions.wake)];

  announceOffers(offices, roster);
  const onGone = (connection: Connection): void => {
    leaveFeeds(feeds, connection);
    offices.close(connection);
  };
  const gate = { store, authenticate, answer, limits, roster, lag, metrics, logger, address, ownOrigins };
  const gateway = createGateway({ ...gate, versions: options.versions, onGone, onError });

  return {
    authenticate,
    desk: createDeskSessions({ store, now, limits, ownOrigins, roster }),
    answer,
    caller: createCaller,
    address,
    attach: gateway.attach,
    get isBusy() {
      return gateway.isBusy;
    },
    close: async ({ graceMs }) => {
      waiters.close();
      await Promise.all([gateway.close({ graceMs }), eraser.close()]);
      for (const stop of stops) stop();
      actions.close();
      for (const feed of [feeds.inbox, feeds.approvals, feeds.presence]) feed.close();
      lag.close();
    },
  };
};
