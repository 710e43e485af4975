import type { ErrorDetails } from '@shopbell/protocol';
import { ShopbellError } from '@shopbell/protocol/errors';
import { followEntries, followSummaries, type PostOptions } from './http-polling.ts';
import { disconnected, timedOut, unwrap, type Dial, type Target } from './transport.ts';

/** Answers a question as an envelope; rejects with `disconnected`, `timeout`, or `AbortError` when nudged. */
const ask = async (request: Request, timeoutMs: number): Promise<unknown> => {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(request, { signal: AbortSignal.any([request.signal, late]) });
    return await response.json();
  } catch {
    throw late.aborted ? timedOut() : disconnected();
  }
};

/** Whoever one is now: a token may have been minted or renewed since the last command. */
const identityOf = async ({ auth }: Target) => {
  const { token, key, shop } = (await auth()) as Record<string, string | undefined>;
  return { secret: token ?? key, shop };
};

type As = Awaited<ReturnType<typeof identityOf>>;

/** One command by POST. */
const post = async (
  { url, namespace }: Target,
  { command, input, as: { secret, shop } }: { command: string; input: unknown; as: As },
  { timeoutMs, signal }: PostOptions,
): Promise<unknown> => {
  const headers = {
    'Content-Type': 'application/json',
    ...(shop ? { 'Shopbell-Shop': shop } : {}),
    ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
  };
  const address = new URL(`/v1${namespace}/${command}`, url);
  const request = new Request(address, { method: 'POST', headers, body: JSON.stringify(input), signal });
  return unwrap(await ask(request, timeoutMs));
};

/** How long a poll that was refused waits for a new token, in milliseconds: what brings one makes the old one void. */
const renewalMs = 1_000;

/** Whether one is somebody else by then. */
const isRenewed = async (target: Target, { secret }: As): Promise<boolean> => {
  await new Promise((resolve) => setTimeout(resolve, renewalMs));
  return (await identityOf(target)).secret !== secret;
};

/** `isPoll`: it is asked again anyway. */
type Asking = PostOptions & { isPoll?: boolean };

/** How long the relay has to say that it is there, in milliseconds. */
const awayMs = 4_000;

/**
 * Whether there is no relay now, or one that refuses newcomers: with when to come again, as far as it says. `null`: it is there,
 * and if no WebSocket could be opened, something in between is why.
 */
export const askAway = async ({ url }: Target): Promise<ErrorDetails | null> => {
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(awayMs) });
    if (response.status !== 503) return null;
    const { error } = (await response.json()) as { error?: { details?: ErrorDetails } };
    return error?.details ?? {};
  } catch {
    return {};
  }
};

/**
 * A link over plain HTTP, where WebSockets are blocked: commands by POST, entries and signals by long poll, changed
 * summaries by asking every few seconds. It reports them as the events a WebSocket would bring.
 */
export const dialHttp: Dial = (target, hooks) => {
  const ended = new AbortController();
  const tell = (news: () => void): void => {
    if (!ended.signal.aborted) news();
  };
  const end = (news: () => void): void => tell(() => (ended.abort(), news()));
  // What was refused to one request is what every other of this link would have been told.
  let refusal: ShopbellError | null = null;
  let openedAt = 0;
  let isFollowing = false;

  const call = async (command: string, input: unknown, options: Asking): Promise<unknown> => {
    const as = await identityOf(target);
    try {
      const data = await post(target, { command, input, as }, options);
      if (command === 'session:open') openedAt = (data as { now: number }).now;
      return data;
    } catch (error) {
      const known = refusal ?? (error instanceof ShopbellError ? error : disconnected());
      const isOld = options.isPoll && known.code === 'unauthenticated' && (await isRenewed(target, as));
      if (!options.signal.aborted && !isOld) report(known);
      throw known;
    }
  };
  const report = (error: ShopbellError): void => {
    if (error.code === 'disconnected') end(() => hooks.lost());
    if (error.code === 'unauthenticated') {
      refusal = error;
      end(() => hooks.refused(error));
    }
  };

  const poll: typeof call = (command, input, options) => call(command, input, { ...options, isPoll: true });
  const followed = followEntries({ call: poll, hooks, ended: ended.signal });
  const listed = followSummaries({ call: poll, hooks, ended: ended.signal });
  queueMicrotask(() => tell(() => hooks.opened()));

  return {
    transport: 'http',
    call: (command, input, { timeoutMs }) => call(command, input, { timeoutMs, signal: ended.signal }),
    follow(places) {
      listed.meet(Object.keys(places()));
      if (!isFollowing) void listed.start(target.namespace === '/agent' ? openedAt : null);
      isFollowing = true;
      followed(places);
    },
    close: () => end(() => {}),
  };
};
