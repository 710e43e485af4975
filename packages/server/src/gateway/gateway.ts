import { refuse, ShopbellError } from '@shopbell/protocol';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from '../delivery/connection.ts';
import { eventPacket, namespaces, type PacketSide } from '../delivery/packets.ts';
import type { Roster } from '../delivery/roster.ts';
import type { Answer } from '../gate/answer.ts';
import { createCaller } from '../gate/caller.ts';
import type { Authenticator } from '../gate/identity.ts';
import type { Limits } from '../gate/limits.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';
import { createAdmission, refuseUpgrade } from './admission.ts';
import { line, type Line } from './codec.ts';
import { createCommands, createInFlight, type InFlight } from './commands.ts';
import { createDoor } from './door.ts';
import { createSockets, forgetHandshake, socketPath, upgradeBy, type Socket } from './engine.ts';
import { createHandshake } from './handshake.ts';
import type { LagGuard } from './lag.ts';
import { createOutlet, createTurns, type Outlet } from './outlet.ts';

export type GatewayOptions = {
  store: Pick<Store, 'shops'>;
  authenticate: Authenticator;
  answer: Answer;
  limits: Limits;
  roster: Roster;
  lag: LagGuard;
  metrics: Pick<Metrics, 'socketOpened' | 'socketClosed' | 'connectionRefused'>;
  logger: { info(fields: object, message: string): void };
  address: (request: IncomingMessage) => string;
  ownOrigins: () => readonly string[];
  /** The versions of the protocol to answer, where it is not those of this release. */
  versions?: readonly number[] | undefined;
  /** A connection is over: whatever it watched or offered is let go. */
  onGone: (connection: Connection) => void;
  onError: (error: unknown) => void;
};

/** The sockets of one relay. */
export interface Gateway {
  /** Takes the upgrades to `/socket.io/` of an HTTP server; several may be attached. */
  attach: (server: HttpServer) => void;
  /** Whether newcomers are refused now, because of load or because it closes. */
  readonly isBusy: boolean;
  /** Refuses newcomers, tells everybody when to come back, answers what is under way, hangs up. */
  close: (options: { graceMs: number }) => Promise<void>;
}

const metricSide = (side: PacketSide) => (side === 'staff' ? 'agent' : 'shopper');

/** Everybody comes back at a time of their own, over a span that grows with their number. */
const comeBackAfterMs = (connections: number): number =>
  Math.round(200 + Math.random() * Math.min(8_000, Math.max(800, connections * 2)));

/** Makes what serves one socket whose handshake is done: its outgoing side, its place, its commands. */
const createService = (options: GatewayOptions, shared: { outlets: Set<Outlet>; inFlight: InFlight }) => {
  const { answer, roster, metrics, address, logger, onGone, onError } = options;
  const atTurnsEnd = createTurns();

  const openOutlet = (side: PacketSide, socket: Socket): Outlet => {
    const outlet = createOutlet({
      side,
      net: socket.request.socket,
      atTurnsEnd,
      goodbye: (isForGood) => {
        if (isForGood) socket.disconnect(true);
        else socket.conn.close();
      },
      onEnded: (reason) => logger.info({ reason, side }, 'the relay ended a connection'),
    });
    shared.outlets.add(outlet);
    metrics.socketOpened(metricSide(side));
    outlet.onEnd(() => {
      shared.outlets.delete(outlet);
      metrics.socketClosed(metricSide(side));
      roster.leave(outlet);
      onGone(outlet);
    });
    return outlet;
  };

  return (side: PacketSide, socket: Socket): Outlet => {
    const { identity } = socket.data;
    if (!identity) throw refuse('unauthenticated', 'The handshake was left out.');
    const outlet = openOutlet(side, socket);
    const caller = createCaller(identity, address(socket.request), outlet);
    const take = createCommands({ caller, outlet, answer, inFlight: shared.inFlight });
    // The library’s own dispatch is left out, and the reply is not its to send.
    const divert = Reflect.get(socket.handshake.auth, line) as Line;
    divert(socket.nsp.name, (name, input, id) => void take(name, input, id).catch(onError));
    outlet.onEnd(() => divert(socket.nsp.name, null));
    forgetHandshake(socket);
    roster.place(outlet, identity);
    socket.on('disconnect', () => outlet.closed());
    return outlet;
  };
};

/** Makes what takes one HTTP server’s upgrades. */
const createUpgrades = (
  { onError }: Pick<GatewayOptions, 'onError'>,
  { engine, admit, onRefused }: Doorway,
): Gateway['attach'] => {
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    try {
      await admit(request);
      upgradeBy(engine, { request, socket, head });
    } catch (error) {
      onRefused(error);
      if (!(error instanceof ShopbellError)) onError(error);
      refuseUpgrade(socket, error);
    }
  };

  return (server) =>
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // A reset while the admission is looked up would else be an uncaught error.
      socket.on('error', () => socket.destroy());
      if (request.url?.startsWith(socketPath)) void upgrade(request, socket, head);
      else if (server.listenerCount('upgrade') === 1)
        refuseUpgrade(socket, refuse('not_found', 'There is nothing to connect to here.'));
    });
};
type Doorway = {
  engine: ReturnType<typeof createSockets>['engine'];
  admit: ReturnType<typeof createAdmission>;
  onRefused: (error: unknown) => void;
};

/** Makes the gateway: Socket.IO to the outside, `Connection` and `answer` to the inside. */
export const createGateway = (options: GatewayOptions): Gateway => {
  const { engine, sockets } = createSockets();
  const outlets = new Set<Outlet>();
  const inFlight = createInFlight();
  let isClosing = false;

  const onRefused = (error: unknown): void =>
    options.metrics.connectionRefused(error instanceof ShopbellError ? error.code : 'internal');
  const door = createDoor();
  const isBusy = (): boolean => isClosing || options.lag.isBehind;
  const admit = createAdmission({ ...options, door, isBusy });
  const handshake = createHandshake({ ...options, onRefused });
  const serve = createService(options, { outlets, inFlight });

  for (const side of ['shopper', 'staff'] as const) {
    const namespace = sockets.of(namespaces[side]).use(handshake(side));
    namespace.on('connection', (socket) => {
      const outlet = serve(side, socket);
      if (isClosing) outlet.end('closing');
    });
  }

  return {
    get isBusy() {
      return isBusy() || door.isFull;
    },
    attach: createUpgrades(options, { engine, admit, onRefused }),
    close: async ({ graceMs }) => {
      isClosing = true;
      door.close();
      const { size } = outlets;
      for (const outlet of outlets) {
        const json = JSON.stringify({ reconnectAfterMs: comeBackAfterMs(size) });
        outlet.send(eventPacket(outlet.side, 'relay:closing', json));
      }
      await inFlight.none(graceMs);
      for (const outlet of outlets) outlet.end('closing');
      await sockets.close();
      engine.close();
    },
  };
};
