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

/** One command by POST, as whoever one is now: a token may have been minted since the last. */
const post = async (
  { url, namespace, auth }: Target,
  { command, input }: { command: string; input: unknown },
  { timeoutMs, signal }: PostOptions,
): Promise<unknown> => {
  const { token, key, shop } = (await auth()) as Record<string, string | undefined>;
  const secret = token ?? key;
  const headers = {
    'Content-Type': 'application/json',
    ...(shop ? { 'Shopbell-Shop': shop } : {}),
    ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
  };
  const address = new URL(`/v1${namespace}/${command}`, url);
  const request = new Request(address, { method: 'POST', headers, body: JSON.stringify(input), signal });
  return unwrap(await ask(request, timeoutMs));
};

/**
 * A link over plain HTTP, where WebSockets are blocked: commands by POST, entries by long poll, changed summaries
 * by asking every few seconds. It reports them as the events a WebSocket would bring; signals (typing) do not come.
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

  const call = async (command: string, input: unknown, options: PostOptions): Promise<unknown> => {
    try {
      const data = await post(target, { command, input }, options);
      if (command === 'session:open') openedAt = (data as { now: number }).now;
      return data;
    } catch (error) {
      const known = refusal ?? (error instanceof ShopbellError ? error : disconnected());
      if (!options.signal.aborted) report(known);
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

  const followed = followEntries({ call, hooks, ended: ended.signal });
  const listed = followSummaries({ call, hooks, ended: ended.signal });
  queueMicrotask(() => tell(() => hooks.opened()));

  return {
    transport: 'http',
    call: (command, input, { timeoutMs }) => call(command, input, { timeoutMs, signal: ended.signal }),
    follow(places) {
      if (!isFollowing) void listed(target.namespace === '/agent' ? openedAt : null);
      isFollowing = true;
      followed(places);
    },
    close: () => end(() => {}),
  };
};
