import type { Server } from 'node:http';
import { refuse, type connections, type Rate, type RateName } from '@shopbell/protocol';
import { pino, type Logger } from 'pino';
import { createAdmin, type Admin } from './admin.ts';
import { systemClock, type Clock } from './clock.ts';
import { openDatabase } from './database.ts';
import { secretAdvice, secretFault } from './example-secrets.ts';
import type { Files } from './files/files.ts';
import { placeFor } from './files/place.ts';
import type { SendCode } from './gate/codes.ts';
import { createEdge } from './gateway/edge.ts';
import { createApp } from './http/app.ts';
import { defaultBuilds } from './http/builds.ts';
import { openFolder } from './http/folder.ts';
import { createHost } from './http/host.ts';
import { createListener } from './http/server.ts';
import { createLog } from './log/group-commit.ts';
import { createMetrics } from './metrics.ts';
import { rememberShops } from './store/remember-shops.ts';
import type { Store } from './store/store.ts';
import type { SendMail } from './transcript/mail.ts';
import { version } from './version.ts';

/** How a relay is made. Without anything: in the file `.shopbell/shopbell.db`, silent. */
export type RelayOptions = {
  /** `file:<path>`, SQLite; or `postgres://…`, which several relays share. */
  databaseUrl?: string;
  /** A store of one’s own instead; the relay closes it. */
  store?: Store;
  /** The origin under which browsers reach the relay, when it is not the one listened on. */
  url?: string;
  /** The folders of the built widget and desk. */
  files?: { widget?: string; desk?: string };
  logger?: Logger;
  /** Addresses or ranges whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
  /** Replaces single limits of the protocol’s defaults. */
  limits?: {
    rates?: Partial<Record<RateName, Rate>>;
    connections?: Partial<Record<keyof typeof connections, number>>;
  };
  /** Brings the codes by which shoppers prove a mail address. Without it nothing is sent, and no code is asked for. */
  sendCode?: SendCode;
  /** Brings transcripts to shoppers’ mail addresses. Without it they can only be downloaded. */
  sendMail?: SendMail;
  /** How long a proved address counts as `verified`, in milliseconds; 30 minutes by default. */
  identityFreshMs?: number;
  /** Conversations closed so long ago, in milliseconds, are erased step by step; never by default. */
  retentionMs?: number;
  /**
   * Where shoppers’ and agents’ files are kept: a folder that all relays on the database share, or a place of one’s own. By
   * default `files` beside an SQLite file, as short-lived as a database in memory; with any other none are taken without it.
   */
  uploads?: string | Files;
  /** Another clock than the system’s: one that tests set. */
  clock?: Clock;
};

/** A running relay. */
export interface Relay extends AsyncDisposable {
  /** Joins a server of one’s own, after its other request listeners: they keep what is not the relay’s. */
  attach(server: Server): void;
  /** Opens a server of its own. Resolves to where it is reached from this machine. */
  listen(where: { port: number; host?: string }): Promise<{ url: string }>;
  /** Shops, people, keys. */
  readonly admin: Admin;
  /** Takes no more, finishes what was begun, tells the clients to come back, closes the store. At most 10 s. */
  close(): Promise<void>;
}

/** How long `close` waits for what is under way. */
const graceMs = 5_000;

const checkSecrets = async (store: Store): Promise<void> => {
  for (const { id, signInKeys } of await store.shops())
    for (const { kid, algorithm, key } of signInKeys) {
      const fault = algorithm === 'HS256' ? secretFault(Buffer.from(key, 'base64url')) : null;
      if (fault === null) continue;
      throw refuse(
        'bad_request',
        `The sign-in secret “${kid}” of the shop “${id}” ${fault}. ${secretAdvice} Set it with \`shopbell shop add\`.`,
      );
    }
};

const defaultDatabase = 'file:.shopbell/shopbell.db';

/** Opens the store and makes sure of it: one writer, durable after a first write, no secret that everybody knows. */
const openChecked = async (options: RelayOptions) => {
  const { store: given, databaseUrl = defaultDatabase, clock } = options;
  const store = given ?? (await openDatabase(databaseUrl, 'relay', clock?.now));
  try {
    const [shop] = await store.shops();
    if (shop !== undefined) await store.saveShop(shop);
    await store.assertDurable();
    await checkSecrets(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** Makes a relay: store, log, gate, gateway and HTTP, checked and ready to listen. */
export const createRelay = async (options: RelayOptions = {}): Promise<Relay> => {
  const { url, files, logger = pino({ level: 'silent' }), trustedProxies = [] } = options;
  const { limits = {}, clock = systemClock, sendCode, sendMail, identityFreshMs, retentionMs } = options;
  const store = rememberShops(await openChecked(options));
  const metrics = createMetrics();
  const onError = (error: unknown) => logger.error({ err: error }, 'a commit failed');
  const log = createLog({ store, metrics, onError });
  const host = createHost(url);
  const { ownOrigins } = host;
  // A store of one’s own says nothing of where it is.
  const database = options.store ? null : (options.databaseUrl ?? defaultDatabase);
  const filePlace = placeFor(options.uploads, database);
  const gate = {
    ownOrigins,
    trustedProxies,
    limits,
    clock,
    sendCode,
    sendMail,
    identityFreshMs,
    retentionMs,
    filePlace,
  };
  const edge = createEdge({ store, log, metrics, logger, ...gate });
  let closing: Promise<void> | null = null;
  const isClosing = () => closing !== null;
  const builds = { ...defaultBuilds(), ...files };
  const folders = { widget: openFolder(builds.widget), desk: openFolder(builds.desk) };
  const app = createApp({ edge, store, metrics, logger, ownOrigins, isClosing, version, ...folders });

  const attach = (server: Server): void => {
    host.attach(server, createListener(app));
    edge.attach(server);
  };
  const shutDown = async (): Promise<void> => {
    // Together: the server takes nobody new while the sockets are told, and waits for them to be gone.
    await Promise.all([host.close(graceMs), edge.close({ graceMs })]);
    await log.close();
    await store.close();
    metrics.close();
  };
  const close = (): Promise<void> => {
    closing ??= shutDown();
    return closing;
  };
  return {
    attach,
    admin: createAdmin({ store, now: clock.now }),
    listen: ({ port, host: name = '127.0.0.1' }) => host.listen({ port, host: name, prepare: attach }),
    close,
    [Symbol.asyncDispose]: close,
  };
};
