import type { ActionId } from '@shopbell/protocol';
import type { IncomingMessage } from 'node:http';
import { createOffices, type Offices } from '../actions/offices.ts';
import { createActions } from '../actions/run.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { Connection } from '../delivery/connection.ts';
import { eventPacket } from '../delivery/packets.ts';
import { startRevocation } from '../delivery/revocation.ts';
import type { Roster } from '../delivery/roster.ts';
import { openFileRoom, type FilePlace, type FileRoom } from '../files/file-room.ts';
import { createRemoval } from '../files/sweep.ts';
import { createAddresses } from '../gate/addresses.ts';
import { createAnswer, type Answer } from '../gate/answer.ts';
import { createCaller, type Caller } from '../gate/caller.ts';
import { createDeskSessions, type DeskSessions } from '../gate/desk-sessions.ts';
import { createCodes, type SendCode } from '../gate/codes.ts';
import { createAuthenticator, type Authenticator, type Identity } from '../gate/identity.ts';
import { createLimits, type LimitOverrides, type Limits } from '../gate/limits.ts';
import type { Services } from '../handlers/context.ts';
import { createRoutes } from '../handlers/routes.ts';
import { createDecider } from '../log/decide.ts';
import { startEraser } from '../lifecycle/eraser.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import { startRouter } from '../routing/router.ts';
import { createSettings } from '../shop/settings.ts';
import type { Store } from '../store/store.ts';
import type { SendMail } from '../transcript/mail.ts';
import { startBeside } from './beside.ts';
import { closeFeeds, createFeeds, leaveFeeds, type Feeds } from './feeds.ts';
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
  /** Brings transcripts to mail addresses; absent: none are sent. */
  sendMail?: SendMail | undefined;
  /** How long a proved address counts as `verified`, in milliseconds. */
  identityFreshMs?: number | undefined;
  /** Conversations closed so long ago are erased; absent: never. */
  retentionMs?: number | undefined;
  /** Where files are kept; absent: none are taken. */
  filePlace?: FilePlace | undefined;
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
  /** What takes files and gives them out, if there is a place for them. */
  files: FileRoom | null;
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

/** What waits for a time measures it again when the clock is set. */
const wakeAll = (clock: Clock, waiting: readonly { wake: () => void }[]): (() => void) =>
  clock.onSet(() => waiting.forEach((each) => each.wake()));

type Keeping = { feeds: Feeds; limits: Limits; now: () => number; onError: (error: unknown) => void };

/** What is kept beside the log, for how long, and what becomes of it: files, and what is to be erased. */
const startKeeping = (options: EdgeOptions, { feeds, limits, now, onError }: Keeping) => {
  const { store, log, metrics, logger, retentionMs, filePlace: place } = options;
  const files = place ? openFileRoom({ place, store, log, limits, now, logger }) : null;
  const removeFiles = place && createRemoval({ store, files: place.files, onError });
  const telling = { ...feeds, store, log, metrics, logger, now, onError };
  const eraser = startEraser({ ...telling, retentionMs, removeFiles });
  return {
    files,
    close: async (): Promise<void> => {
      await Promise.all([eraser.close(), files?.close()]);
    },
  };
};

/** What goes out by mail. */
const createCounter = (options: EdgeOptions, limits: Limits) => {
  const { clock = systemClock, sendMail, identityFreshMs: freshMs } = options;
  return { sendMail, codes: createCodes({ ...options, limits, now: clock.now, freshMs }) };
};

/** How shops serve, what is told to whom in them, and who is given their conversations. */
const startShops = (options: EdgeOptions, onError: (error: unknown) => void) => {
  const { store, log, clock = systemClock, sendMail } = options;
  const { now } = clock;
  const settings = createSettings({ store, now, canMail: sendMail !== undefined });
  const feeds = createFeeds({ store, settings, onError, now });
  const router = startRouter({ ...feeds, store, log, settings, now, onError });
  const offClock = clock.onSet(router.wake);
  const close = (): void => {
    offClock();
    router.close();
  };
  return { settings, feeds, router, close };
};

/** Composes the edge of one relay. */
export const createEdge = (options: EdgeOptions): Edge => {
  const { store, log, metrics, logger, ownOrigins, trustedProxies = [], clock = systemClock } = options;
  const { now } = clock;
  const onError = (err: unknown): void => logger.error({ err }, 'something failed in the background');
  const limits = createLimits({ overrides: options.limits, isShared: store.peers !== undefined });
  const address = createAddresses(trustedProxies);
  const authenticate = createAuthenticator({ store, now, limits, ownOrigins });
  const { feeds, settings, router, close: closeShops } = startShops(options, onError);
  const { roster, waiters } = feeds;
  const decide = createDecider({ log, store });
  const offices = createOffices();
  const own = createActions({ store, decide, offices, now, onError, planTurns: planTurnsOf(store, onError) });
  const beside = startBeside({ store, log, feeds, router, offices, actions: own, limits, now, onError });
  const actions = { ...own, report: beside.report, elsewhere: beside.elsewhere };
  const keeping = startKeeping(options, { feeds, limits, now, onError });
  const shops = { settings, router, ...createCounter(options, limits) };
  const known = { store, log, decide, now, limits, offices, actions, ...shops };
  const services: Services = { ...known, ...feeds, takesFiles: keeping.files !== null };
  const answer = createAnswer({ routes: createRoutes(services), limits, metrics, logger });
  const lag = startLagGuard();
  const timed = wakeAll(clock, [actions, feeds.heldFeed]);
  const stops = [closeShops, beside.close, startRevocation({ store, roster, now, onError }), timed];

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
    files: keeping.files,
    address,
    attach: gateway.attach,
    get isBusy() {
      return gateway.isBusy;
    },
    close: async ({ graceMs }) => {
      waiters.close();
      await Promise.all([gateway.close({ graceMs }), keeping.close()]);
      for (const stop of stops) stop();
      actions.close();
      closeFeeds(feeds);
      lag.close();
    },
  };
};
