import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChatOptions } from './chat-options.ts';
import { createKeeping } from './keeping.ts';
import { emptyPanel } from './panel-state.ts';
import { createPresence } from './presence.ts';
import type { SessionOptions } from './session.ts';
import { createStore } from './store.ts';

/** Sessions that only count themselves. */
const fake = vi.hoisted(() => ({
  opened: [] as {
    options: SessionOptions;
    jwt: string | undefined;
    token: string | undefined;
    isClosed: boolean;
  }[],
  calls: [] as unknown[],
}));
vi.mock('./session.ts', () => ({
  openSession: (options: SessionOptions) => {
    const session = { options, jwt: options.visitor.jwt, token: options.keeping.token, isClosed: false };
    fake.opened.push(session);
    return {
      connection: { call: async (...call: unknown[]) => void fake.calls.push(call) },
      adopt: () => {},
      close: () => void (session.isClosed = true),
    };
  },
}));

const fetched = vi.fn<(url: string, request: RequestInit) => Promise<Response>>();
beforeEach(() => {
  vi.useFakeTimers();
  fake.opened = [];
  fake.calls = [];
  fetched.mockReset().mockResolvedValue(new Response());
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const setUp = (storage: Storage | null = null) => {
  const store = createStore({ ...emptyPanel('Shop'), draft: 'half' });
  const keeping = createKeeping('demo', storage, () => Promise.reject(new Error('none')));
  const toPage = vi.fn<ChatOptions['toPage']>();
  const options = {
    url: 'https://chat.example',
    shop: 'demo',
    name: 'Shop',
    locale: 'en',
    keeping,
    toPage,
    announce: () => {},
    share: () => undefined,
  };
  return { store, keeping, toPage, presence: createPresence(options, store) };
};
const isAsked = (toPage: ChatOptions['toPage']): number =>
  vi.mocked(toPage).mock.calls.filter(([[name]]) => name === 'sign').length;

test('it opens once, however often it is begun', () => {
  const { presence } = setUp();
  presence.start();
  presence.start();
  expect(fake.opened).toHaveLength(1);
});

test('it waits for the page to sign, and goes on unsigned when that takes too long', () => {
  const { presence, toPage } = setUp();
  presence.identify({}, true);
  presence.start();
  presence.start();
  expect(isAsked(toPage)).toBe(1);
  expect(fake.opened).toEqual([]);
  vi.advanceTimersByTime(8_000);
  expect(fake.opened).toMatchObject([{ jwt: undefined }]);
  presence.signed('too.late.now');
  expect(fake.opened).toHaveLength(1);
});

test('a signature that comes in time opens with it; one nobody asked for opens nothing', () => {
  const { presence } = setUp();
  presence.signed('not.asked.for');
  expect(fake.opened).toEqual([]);
  presence.identify({}, true);
  presence.start();
  presence.signed('a.b.c');
  expect(fake.opened).toMatchObject([{ jwt: 'a.b.c' }]);
});

test('a refused JWT costs no token: once more with a fresh one, then without', () => {
  const { presence, keeping, toPage } = setUp();
  keeping.setToken('sbt_anonymous');
  presence.identify({}, true);
  presence.start();
  presence.signed('old');
  void fake.opened[0]?.options.onUnauthenticated('jwt');
  expect(isAsked(toPage)).toBe(2);
  presence.signed('fresh');
  expect(fake.opened[1]).toMatchObject({ jwt: 'fresh', token: 'sbt_anonymous' });
  void fake.opened[1]?.options.onUnauthenticated('jwt');
  expect(fake.opened[2]).toMatchObject({ jwt: undefined, token: 'sbt_anonymous' });
  void fake.opened[2]?.options.onUnauthenticated('jwt');
  expect(fake.opened).toHaveLength(3);
});

test('a token the relay does not know is forgotten, without a loop; much later it is tried again', async () => {
  const refuseToken = async (): Promise<void> => {
    void fake.opened.at(-1)?.options.onUnauthenticated('token');
    await vi.advanceTimersByTimeAsync(2_000);
  };
  const { presence, keeping } = setUp();
  keeping.setToken('sbt_gone');
  presence.start();
  for (let times = 0; times < 5; times += 1) await refuseToken();
  expect(fake.opened.map(({ token }) => token)).toEqual(['sbt_gone', undefined, undefined]);
  vi.advanceTimersByTime(61_000);
  await refuseToken();
  expect(fake.opened).toHaveLength(4);
});

test('a token that another tab has just been given is waited for and taken over, never thrown away', async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  const { presence, keeping } = setUp(storage);
  keeping.begin();
  keeping.setToken('sbt_before');
  presence.start();
  void fake.opened[0]?.options.onUnauthenticated('token');
  await vi.advanceTimersByTimeAsync(900);
  expect(fake.opened).toHaveLength(1);
  storage.setItem('shopbell:demo:token', 'sbt_rotated');
  await vi.advanceTimersByTimeAsync(300);
  expect(fake.opened.map(({ token }) => token)).toEqual(['sbt_before', 'sbt_rotated']);
  expect(storage.getItem('shopbell:demo:token')).toBe('sbt_rotated');
});

test('who leaves while a token is looked for stays away', async () => {
  const { presence, keeping } = setUp();
  keeping.setToken('sbt_gone');
  presence.start();
  void fake.opened[0]?.options.onUnauthenticated('token');
  presence.logout();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(fake.opened).toHaveLength(1);
});

test('who signed in before comes back only with the shop’s word; else the token is voided and nothing is left', () => {
  const { presence, keeping, store } = setUp();
  keeping.setToken('sbt_maras');
  keeping.setOwner({ id: 'shp_mara', isVerified: true });
  presence.comeBack();
  expect(fake.opened).toEqual([]);
  presence.identify({}, true);
  presence.signed('a.b.c');
  expect(fake.opened).toMatchObject([{ token: 'sbt_maras', jwt: 'a.b.c' }]);
  void fake.opened[0]?.options.onUnauthenticated('jwt');
  presence.signed(null);
  expect(fake.opened[1]).toMatchObject({ token: undefined, isClosed: false });
  expect(fake.opened[0]?.isClosed).toBe(true);
  expect(fetched.mock.calls).toMatchObject([
    [
      'https://chat.example/v1/shopper/session:close',
      { headers: { authorization: 'Bearer sbt_maras' }, keepalive: true },
    ],
  ]);
  expect(store.value.draft).toBe('');
});

test('an anonymous shopper comes back by the token, a newcomer does not connect', () => {
  const { presence, keeping } = setUp();
  presence.comeBack();
  expect(fake.opened).toEqual([]);
  keeping.setToken('sbt_mine');
  presence.comeBack();
  expect(fake.opened).toMatchObject([{ token: 'sbt_mine' }]);
});

test('a claim alone is told on the open connection', () => {
  const { presence } = setUp();
  presence.start();
  presence.identify({ name: 'Ada' }, false);
  expect(fake.calls).toEqual([['profile:claim', { name: 'Ada' }]]);
  expect(fake.opened).toHaveLength(1);
});

test('logging out voids the token, clears what is seen, and begins anew where the panel is open', () => {
  const { presence, keeping, store } = setUp();
  keeping.setToken('sbt_mine');
  presence.identify({ name: 'Ada' }, false);
  presence.start();
  presence.logout();
  expect(fake.opened).toMatchObject([{ isClosed: true }]);
  expect(presence.session).toBeNull();
  expect(presence.visitor.claim).toEqual({});
  expect(keeping.token).toBeUndefined();
  expect(store.value.draft).toBe('');
  expect(fetched).toHaveBeenCalledOnce();
  store.set({ isOpen: true });
  presence.logout();
  expect(fake.opened).toHaveLength(2);
});

test('logging out while the page signs opens nothing later', () => {
  const { presence } = setUp();
  presence.identify({}, true);
  presence.start();
  presence.logout();
  vi.advanceTimersByTime(10_000);
  presence.signed('a.b.c');
  expect(fake.opened).toEqual([]);
});

test('a refused token is kept while a new one is on its way, and the session opens with that', async () => {
  const { presence, keeping } = setUp();
  keeping.setToken('sbt_old');
  presence.start();
  presence.holdToken(true);
  void fake.opened[0]?.options.onUnauthenticated('token');
  await vi.advanceTimersByTimeAsync(20_000);
  expect([keeping.token, fake.opened.length]).toEqual(['sbt_old', 1]);
  keeping.setToken('sbt_new');
  presence.holdToken(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fake.opened.map(({ token }) => token)).toEqual(['sbt_old', 'sbt_new']);
});

test('a refused token is forgotten where no new one came after all', async () => {
  const { presence, keeping } = setUp();
  keeping.setToken('sbt_old');
  presence.start();
  presence.holdToken(true);
  void fake.opened[0]?.options.onUnauthenticated('token');
  await vi.advanceTimersByTimeAsync(5_000);
  presence.holdToken(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(fake.opened.map(({ token }) => token)).toEqual(['sbt_old', undefined]);
});
