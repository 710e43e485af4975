import {
  AgentHandshake,
  answeredVersions,
  refuse,
  ShopbellError,
  ShopperHandshake,
  toWireError,
} from '@shopbell/protocol';
import type { PacketSide } from '../delivery/packets.ts';
import type { Authenticator, Identity } from '../gate/identity.ts';
import type { Limits } from '../gate/limits.ts';
import type { Socket } from './engine.ts';

type Next = (error?: Error) => void;

type HandshakeOptions = {
  authenticate: Authenticator;
  limits: Limits;
  address: (request: Socket['request']) => string;
  onRefused: (error: unknown) => void;
  /** The versions of the protocol to answer, where it is not those of this release. */
  versions?: readonly number[] | undefined;
};

const malformed = (wanted: string) => refuse('bad_request', `The handshake needs ${wanted} in “auth”.`);

const requireVersion = (auth: Record<string, unknown>, versions: readonly number[]): void => {
  if (versions.some((version) => version === auth['protocol'])) return;
  throw refuse(
    'unsupported_protocol',
    `This relay speaks version ${versions.join(' and ')} of the protocol. Update the client.`,
  );
};

/** The refusal as a `connect_error` carries it: its `message` is the code, its `data` the error for the wire. */
const toConnectError = (error: unknown): Error => {
  const refusal =
    error instanceof ShopbellError
      ? error
      : refuse('unavailable', 'The relay could not look that up. Try again.');
  return Object.assign(new Error(refusal.code), { data: toWireError(refusal) });
};

/** Makes the middleware of one namespace: who is it, may they come from there, is there a seat. */
export const createHandshake = (options: HandshakeOptions) => {
  const { authenticate, limits, address, onRefused, versions = answeredVersions } = options;
  /** A connection asks once at a time for a namespace: a second request while the first is looked up is dropped. */
  const asking = new WeakSet<object>();

  const identify = (side: PacketSide, socket: Socket): Promise<Identity> => {
    const { auth, headers } = socket.handshake;
    requireVersion(auth, versions);
    const from = { origin: headers.origin, address: address(socket.request) };
    if (side === 'staff') {
      const parsed = AgentHandshake.safeParse(auth);
      if (!parsed.success) throw malformed('“protocol” and “key”');
      return authenticate.staff({ secret: parsed.data.key, ...from });
    }
    const parsed = ShopperHandshake.safeParse(auth);
    if (!parsed.success) throw malformed('“protocol”, “shop” and, if there is one, “token”');
    const { shop, token } = parsed.data;
    return authenticate.shopper({ shop, token, ...from, via: 'socket' });
  };

  const takeSeat = (identity: Identity, socket: Socket): void => {
    if (identity.kind !== 'shopper' || !identity.shopper) return;
    const { socket: net } = socket.request;
    if (net.destroyed) return;
    net.once('close', limits.seat('perShopper', identity.shopper.id));
  };

  const admit = async (side: PacketSide, socket: Socket): Promise<void> => {
    const identity = await identify(side, socket);
    takeSeat(identity, socket);
    socket.data.identity = identity;
  };

  /** The refusal, if it is one. */
  const ask = async (side: PacketSide, socket: Socket): Promise<Error | undefined> => {
    const { conn } = socket;
    if (asking.has(conn)) return toConnectError(refuse('bad_request', 'Connect once at a time.'));
    asking.add(conn);
    try {
      await admit(side, socket);
      return undefined;
    } catch (error) {
      onRefused(error);
      return toConnectError(error);
    } finally {
      asking.delete(conn);
    }
  };

  const greet = async (side: PacketSide, socket: Socket, next: Next): Promise<void> =>
    next(await ask(side, socket));

  return (side: PacketSide) =>
    (socket: Socket, next: Next): void => {
      void greet(side, socket, next);
    };
};
