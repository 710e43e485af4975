import { codeIn } from './codes.ts';

/** A desk session: the key to connect with, and until when it is good (ms since the Unix epoch). */
export type Session = { key: string; expiresAt: number };

/** Why signing in did not work; the text tables have a sentence for each. */
export type SignInProblem = 'malformed' | 'refused' | 'unreachable' | 'limited';
export type SignInResult = { session: Session; problem: null } | { session: null; problem: SignInProblem };

const place = 'shopbell:desk:session';

const isSession = (value: unknown): value is Session =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  'expiresAt' in value &&
  typeof value.expiresAt === 'number';

/** Where the session lives while the tab does. `storage` is the tab's own; nothing else of the desk sees the key. */
export const createSessionKeeper = (storage: Storage, now: () => number = Date.now) => ({
  read: (): Session | null => {
    try {
      const kept: unknown = JSON.parse(storage.getItem(place) ?? 'null');
      return isSession(kept) && kept.expiresAt > now() ? kept : null;
    } catch {
      return null;
    }
  },
  keep: (session: Session): void => storage.setItem(place, JSON.stringify(session)),
  forget: (): void => storage.removeItem(place),
});
export type SessionKeeper = ReturnType<typeof createSessionKeeper>;

/** Takes the code out of the address, so that neither the history nor a glance at the screen has it. */
export const takeCode = (location: Location, history: History): string | null => {
  if (!location.hash.includes('code=')) return null;
  const code = codeIn(location.hash);
  history.replaceState(null, '', location.pathname + location.search);
  return code;
};

const post = async (path: string, body: object, key?: string): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify(body),
  });

/** Exchanges a pasted code or link for a session. Never rejects. */
export const signIn = async (pasted: string): Promise<SignInResult> => {
  const code = codeIn(pasted);
  if (!code) return { session: null, problem: 'malformed' };
  try {
    const response = await post('/v1/desk/sign-in', { code });
    if (response.status === 429) return { session: null, problem: 'limited' };
    if (response.status >= 500) return { session: null, problem: 'unreachable' };
    const reply = (await response.json()) as { ok: boolean; data?: unknown };
    if (reply.ok && isSession(reply.data)) return { session: reply.data, problem: null };
    return { session: null, problem: 'refused' };
  } catch {
    return { session: null, problem: 'unreachable' };
  }
};

/** Tells the relay that the session is over. Never rejects: the desk forgets its key in any case. */
export const signOut = async (key: string): Promise<void> => {
  await post('/v1/desk/sign-out', {}, key).catch(() => undefined);
};
