import { refuse } from '@shopbell/agent';
import { z } from 'zod';

/** Where Medusa is, and the headers by which it knows us. */
export type MedusaOptions = { url: string; headers: Record<string, string>; timeoutMs?: number };

/** What goes with a request; `query` values that are lists are sent once each. */
export type Ask = {
  body?: unknown;
  query?: Record<string, string | number | boolean | readonly string[]>;
  signal?: AbortSignal | undefined;
};

/** Medusa’s HTTP API. Every answer is parsed; what Medusa will not do is refused with its own sentence. */
export type Medusa = {
  /** Reads; `not_found` is refused like anything else Medusa will not do. */
  get: <T>(path: string, shape: z.ZodType<T>, ask?: Ask) => Promise<T>;
  /** Does something. */
  post: <T>(path: string, shape: z.ZodType<T>, ask?: Ask) => Promise<T>;
  /** Takes something back. */
  remove: (path: string) => Promise<void>;
};

const Complaint = z.object({ type: z.string().optional(), message: z.string().min(1) });
const codes: Record<number, 'bad_request' | 'not_found' | 'conflict'> = {
  400: 'conflict',
  404: 'not_found',
  409: 'conflict',
  422: 'conflict',
};

const unavailable = (why: string) =>
  refuse('unavailable', `Medusa cannot be asked right now (${why}). Try again in a moment.`);

const complaintOf = async (response: Response) => {
  const said = Complaint.safeParse(await response.json().catch(() => null));
  const code = codes[response.status];
  if (code === undefined || !said.success) return unavailable(`HTTP ${response.status}`);
  // Both stand for a state that may be another one next time.
  if (said.data.type === 'unknown_error' || said.data.type === 'unexpected_state')
    return unavailable(said.data.type);
  return refuse(code, said.data.message.slice(0, 400));
};

const withQuery = (path: string, query: NonNullable<Ask['query']>): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'object' ? value.map((each) => [`${name}[]`, each]) : [[name, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
};

/** One path segment, whatever it contains. */
export const segment = (id: string): string => encodeURIComponent(id);

/** Makes the client. Twenty seconds for an answer, if nothing else is said. */
export const createMedusa = ({ url, headers, timeoutMs = 20_000 }: MedusaOptions): Medusa => {
  const base = url.replace(/\/+$/, '');
  const send = async (method: string, path: string, { body, query = {}, signal }: Ask) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    let response: Response;
    try {
      response = await fetch(base + withQuery(path, query), {
        method,
        headers: { ...headers, accept: 'application/json', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
    } catch {
      throw unavailable(timeout.aborted ? 'no answer in time' : 'no connection');
    }
    if (!response.ok) throw await complaintOf(response);
    return response;
  };
  const parsed = async <T>(response: Response, shape: z.ZodType<T>): Promise<T> => {
    const answer = shape.safeParse(await response.json().catch(() => null));
    if (answer.success) return answer.data;
    const [issue] = answer.error.issues;
    throw unavailable(`an answer of another shape at ${issue?.path.join('.') || 'the top'}`);
  };
  return {
    get: async (path, shape, ask = {}) => parsed(await send('GET', path, ask), shape),
    post: async (path, shape, ask = {}) => parsed(await send('POST', path, { body: {}, ...ask }), shape),
    remove: async (path) => {
      await (await send('DELETE', path, {})).body?.cancel();
    },
  };
};

/** A person’s token, by mail address and password. `actor`: `user` works here, `customer` buys here. */
export const signIn = async (
  url: string,
  actor: 'user' | 'customer',
  { email, password }: { email: string; password: string },
): Promise<string> => {
  const { token } = await createMedusa({ url, headers: {} }).post(
    `/auth/${actor}/emailpass`,
    z.object({ token: z.string() }),
    { body: { email, password } },
  );
  return token;
};
