import {
  refuse,
  ShopbellError,
  sizes,
  toWireError,
  type Command,
  type ErrorCode,
  type RateName,
  type WireError,
} from '@shopbell/protocol';
import { nanoid } from 'nanoid';
import type { Metrics } from '../metrics.ts';
import type { Caller } from './caller.ts';
import type { Identity } from './identity.ts';
import type { Limits } from './limits.ts';
import { isPlainMessage } from './plain-message.ts';
import { checkShape, type ShapeBounds } from './shape.ts';

/** What every command gets back. */
export type Reply = { ok: true; data: unknown } | { ok: false; error: WireError };

/** Answers one command. Never rejects, whatever it is given. */
export type Answer = (caller: Caller, command: unknown, input: unknown) => Promise<Reply>;

/** A command of the protocol with what carries it out here. */
export type Route = Command & {
  name: string;
  handle: (caller: Caller, input: never) => unknown;
};
/** The commands of one side by name. */
export type Routes = ReadonlyMap<string, Route>;

type AnswerOptions = {
  routes: Record<Identity['kind'], Routes>;
  limits: Limits;
  metrics: Pick<Metrics, 'commandAnswered'>;
  logger: { error(fields: object, message: string): void };
  monotonicMs?: () => number;
};

const shopperBounds: ShapeBounds = {
  maxDepth: sizes.shopperPacketMaxDepth,
  maxKeys: sizes.shopperPacketMaxKeys,
};
const staffBounds: ShapeBounds = { maxDepth: sizes.agentPacketMaxDepth, maxKeys: sizes.agentPacketMaxKeys };
const offerBounds: ShapeBounds = { ...staffBounds, maxDepth: sizes.offerMaxDepth };

const cartBounds: ShapeBounds = { ...shopperBounds, maxKeys: sizes.cartPacketMaxKeys };

const boundsOf = (caller: Caller, route: Route): ShapeBounds => {
  if (caller.identity.kind === 'shopper') return route.name === 'cart:report' ? cartBounds : shopperBounds;
  return route.name === 'office:open' ? offerBounds : staffBounds;
};

/** Whose bucket it is: the shopper’s or the key’s; a newcomer has only an address. */
const bucketKey = ({ identity, address }: Caller): string => {
  if (identity.kind === 'staff') return identity.keyId;
  return identity.shopper?.id ?? address;
};

const spend = (limits: Limits, caller: Caller, rate: RateName | undefined): void => {
  const key = bucketKey(caller);
  limits.take(caller.identity.kind === 'shopper' ? 'shopperPacket' : 'agentPacket', key);
  if (rate) limits.take(rate, key);
};

const authorize = ({ identity }: Caller, { name, roles, scope }: Route): void => {
  if (identity.kind === 'shopper') {
    if (!identity.shopper && name !== 'session:open')
      throw refuse('unauthenticated', 'Open a session first: “session:open”.');
    return;
  }
  if (!roles.includes(identity.person.role))
    throw refuse('forbidden', `The role “${identity.person.role}” may not call this command.`);
  if (scope && !identity.scopes.includes(scope))
    throw refuse('forbidden', `The key lacks the scope “${scope}”.`);
};

/** Parses by the command’s schema; the refusal names the field and what is wanted, never the value. */
const parse = (route: Route, input: unknown): never => {
  const parsed = route.input.safeParse(input === undefined ? {} : input);
  if (parsed.success) return parsed.data as never;
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? []).map(String).join('.').slice(0, 80);
  const wanted =
    (issue?.code === 'unrecognized_keys' ? 'has a field that is not known' : issue?.message) ?? '';
  const place = field === '' ? 'The input' : `“${field}”`;
  throw refuse('bad_request', `${place}: ${wanted.slice(0, 120)}.`, field === '' ? {} : { field });
};

/** The input as the handler may have it: plain JSON of bounded shape, by the command’s schema. */
const read = (caller: Caller, route: Route, input: unknown): never => {
  if (route.name === 'message:send' && isPlainMessage(input)) return input as never;
  checkShape(input, boundsOf(caller, route));
  return parse(route, input);
};

const unknownCommand: Reply = {
  ok: false,
  error: { code: 'not_found', message: 'There is no such command.' },
};

/**
 * Makes the one wrapper around every command: limits, shape, schema, role and scope, the handler, the reply, the
 * measure. Used by sockets and HTTP alike. It is where every error ends: the expected as data, the rest as
 * `internal` with a trace that names one line of the log.
 */
export const createAnswer = (options: AnswerOptions): Answer => {
  const { routes, limits, metrics, logger, monotonicMs = () => performance.now() } = options;

  const refusal = (error: unknown, command: string): WireError => {
    if (error instanceof ShopbellError) return toWireError(error);
    const trace = nanoid(12);
    logger.error({ trace, command, err: error }, 'a command failed unexpectedly');
    return {
      code: 'internal',
      message: 'Something went wrong here; it is recorded. Trying again may help.',
      details: { trace },
    };
  };

  const begin = (caller: Caller, route: Route, input: unknown): unknown => {
    spend(limits, caller, route.rate);
    authorize(caller, route);
    return route.handle(caller, read(caller, route, input));
  };

  return async (caller, command, input) => {
    const startedAt = monotonicMs();
    const { kind } = caller.identity;
    const route = typeof command === 'string' ? routes[kind].get(command) : undefined;
    let reply: Reply = unknownCommand;
    try {
      if (route) reply = { ok: true, data: await begin(caller, route, input) };
      else spend(limits, caller, undefined);
    } catch (error) {
      reply = { ok: false, error: refusal(error, route?.name ?? 'unknown') };
    }
    const result: 'ok' | ErrorCode = reply.ok ? 'ok' : reply.error.code;
    metrics.commandAnswered({
      side: kind === 'shopper' ? 'shopper' : 'agent',
      via: caller.connection ? 'socket' : 'http',
      command: route?.name ?? 'unknown',
      result,
      ms: monotonicMs() - startedAt,
    });
    return reply;
  };
};
