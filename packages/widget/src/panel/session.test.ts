import type { Pending } from '@shopbell/client';
import type { AnyEntry, ShopperConversation } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKeeping } from './keeping.ts';
import { emptyPanel } from './panel-state.ts';
import { openSession, pageOf, type SessionOptions, type Visitor } from './session.ts';
import { createStore } from './store.ts';
import '../../test/words.ts';

type Hear = (payload: unknown) => void;

/** A connection without a network: what is asked of it is written down, what it hears is told by hand. */
const fake = vi.hoisted(() => ({
  heard: new Map<string, Set<(payload: unknown) => void>>(),
  options: null as { auth(): object; open(): object } | null,
  follows: [] as { id: string; after: number; take: (entry: unknown) => void; isOver: boolean }[],
  pending: [] as { nonce: string }[],
  dropped: [] as string[],
  closed: 0,
}));

vi.mock('@shopbell/client', () => ({
  createConnection: (options: typeof fake.options) => {
    fake.options = options;
    return {
      get pending() {
        return fake.pending;
      },
      start: () => {},
      on: (name: string, hear: Hear) => {
        fake.heard.set(name, (fake.heard.get(name) ?? new Set()).add(hear));
        return () => void fake.heard.get(name)?.delete(hear);
      },
      follow: (id: string, after: number, take: (entry: unknown) => void) => {
        const follow = { id, after, take, isOver: false };
        fake.follows.push(follow);
        return () => void (follow.isOver = true);
      },
      drop: (nonce: string) => void fake.dropped.push(nonce),
      close: async () => void (fake.closed += 1),
    };
  },
}));

beforeEach(() => {
  fake.heard.clear();
  Object.assign(fake, { follows: [], pending: [], dropped: [], closed: 0 });
});
afterEach(() => void vi.useRealTimers());

const tell = (name: string, payload: unknown): void => fake.heard.get(name)?.forEach((hear) => hear(payload));

const conversation = (id: string, more: object = {}) => ({
  id,
  status: 'open',
  agent: null,
  openedAt: 1,
  lastSeq: 0,
  seenSeq: 0,
  readSeq: 0,
  ...more,
});
const said = (of: string, seq: number, kind = 'agent') => ({
  conversation: of,
  seq,
  at: 1,
  by: { kind, id: 'x', name: 'Nora' },
  audience: 'everyone',
  nonce: `${of}${seq}`,
  type: 'message',
  data: { parts: [{ kind: 'text', text: `${of} ${seq}` }] },
});
const opened = (id: string, isVerified: boolean, conversations: object[] = []) => ({
  shopper: { id, name: '', verified: isVerified },
  staffed: true,
  conversations,
});

const setUp = () => {
  const store = createStore(emptyPanel('Shop'));
  const keeping = createKeeping('demo', null, () => Promise.reject(new Error('none')));
  const visitor: Visitor = { claim: { name: 'Ada' }, page: { url: '', title: '' }, jwt: 'a.b.c' };
  const toPage = vi.fn<SessionOptions['toPage']>();
  const onUnauthenticated = vi.fn<SessionOptions['onUnauthenticated']>();
  // A tab by itself.
  const share = (): undefined => undefined;
  const announce = vi.fn<SessionOptions['announce']>();
  const given = { keeping, store, visitor, toPage, onUnauthenticated, announce, share };
  const session = openSession({ url: '', shop: 'demo', ...given });
  return { ...given, session };
};

test('it says who is there by the kept token, and signs in by the JWT once', () => {
  const { keeping, visitor } = setUp();
  keeping.setToken('sbt_1');
  expect(fake.options?.auth()).toMatchObject({ shop: 'demo', token: 'sbt_1' });
  expect(fake.options?.open()).toEqual({ jwt: 'a.b.c', claim: { name: 'Ada' } });
  tell('session:opened', { ...opened('shp_1', true), token: 'sbt_2' });
  expect(keeping.token).toBe('sbt_2');
  expect(visitor.jwt).toBeUndefined();
  expect(fake.options?.open()).toEqual({ claim: { name: 'Ada' } });
});

test('only http addresses are told of the page', () => {
  const at = (url: string): Visitor => ({ claim: {}, page: { url, title: 'T' }, jwt: undefined });
  expect(pageOf(at('https://shop.example/a'))).toEqual({
    page: { url: 'https://shop.example/a', title: 'T' },
  });
  expect(pageOf(at('about:srcdoc'))).toEqual({});
  expect(pageOf(at(''))).toEqual({});
});

test('the newest conversation that is not closed is shown; what was there before is no news', async () => {
  const { announce, toPage } = setUp();
  const closed = conversation('cnv_new', { status: 'closed', openedAt: 9 });
  tell('session:opened', opened('shp_1', false, [closed, conversation('cnv_old', { lastSeq: 2 })]));
  expect(fake.follows).toMatchObject([{ id: 'cnv_old', after: 0 }]);
  const take = fake.follows[0]?.take;
  take?.(said('cnv_old', 1));
  take?.(said('cnv_old', 2));
  expect(toPage.mock.calls.flat().filter(([, name]) => name === 'message')).toEqual([]);
  take?.(said('cnv_old', 3));
  take?.(said('cnv_old', 4, 'shopper'));
  expect(toPage.mock.calls.flat().filter(([, name]) => name === 'message')).toEqual([
    ['emit', 'message', { from: 'shop' }],
    ['emit', 'message', { from: 'shopper' }],
  ]);
  expect(announce.mock.calls).toMatchObject([[{ seq: 3 }], [{ seq: 4 }]]);
  expect(JSON.stringify(toPage.mock.calls)).not.toContain('cnv_old');
});

test('what the relay has stands as sent, in every tab, until its entry comes', () => {
  const { store } = setUp();
  const pending = { nonce: 'cnv_new2', command: 'message:send', input: {}, queuedAt: 1, error: null };
  tell('outbox:stored', { pending, data: { conversation: 'cnv_new', seq: 2, at: 5 } });
  expect(store.value.acknowledged).toMatchObject([{ pending, seq: 2, at: 5 }]);
  expect(fake.follows).toMatchObject([{ id: 'cnv_new', after: 0 }]);
  fake.follows[0]?.take(said('cnv_new', 1));
  fake.follows[0]?.take(said('cnv_new', 2, 'shopper'));
  expect(store.value.acknowledged).toEqual([]);
});

test('of a long conversation the last page is fetched, after a reset, too', () => {
  const { store } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a', { lastSeq: 10_000 })]));
  expect(fake.follows).toMatchObject([{ id: 'cnv_a', after: 9_950 }]);
  fake.follows[0]?.take(said('cnv_a', 9_951));
  store.set({ older: [said('cnv_a', 9_950)] as unknown as AnyEntry[], from: 9_950, to: 9_950 });
  tell('feed:reset', { conversation: 'cnv_a', lastSeq: 10_020 });
  expect(fake.follows.at(-1)).toMatchObject({ id: 'cnv_a', after: 9_970 });
  expect(store.value).toMatchObject({ entries: [], older: [], from: 0, to: Infinity });
});

test('a message whose entry stands before what is fetched is not shown as on its way', () => {
  const { store } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a', { lastSeq: 10_000 })]));
  const stored = (nonce: string) => {
    const pending = { nonce, command: 'message:send', input: {}, queuedAt: 1, error: null };
    tell('outbox:stored', { pending, data: { conversation: 'cnv_a', seq: 2, at: 5 } });
  };
  stored('before the page');
  fake.follows[0]?.take(said('cnv_a', 9_951));
  stored('after it');
  expect(store.value.acknowledged).toEqual([]);
});

test('entries of one conversation never stand among those of another', () => {
  const { store, session } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
  fake.follows[0]?.take(said('cnv_a', 1));
  tell('conversation:changed', conversation('cnv_b', { openedAt: 5 }));
  expect(store.value.entries).toEqual([]);
  expect(fake.follows).toMatchObject([{ isOver: true }, { id: 'cnv_b', after: 0, isOver: false }]);
  fake.follows[1]?.take(said('cnv_b', 1));
  session.close();
  const next = openSession({ ...setUp(), url: '', shop: 'demo', store });
  tell('session:opened', opened('shp_1', false, [conversation('cnv_c')]));
  expect(store.value.entries).toEqual([]);
  next.close();
});

test('the conversation the shopper chose stays, over reconnects and whatever happens in others', () => {
  const { store, session } = setUp();
  const [a, b] = [conversation('cnv_a'), conversation('cnv_b', { openedAt: 5 })];
  tell('session:opened', opened('shp_1', false, [b, a]));
  expect(store.value.conversation?.id).toBe('cnv_b');
  store.set({ picked: 'cnv_a' });
  session.show(a as unknown as ShopperConversation);
  tell('conversation:changed', { ...b, status: 'closed' });
  tell('session:opened', opened('shp_1', false, [conversation('cnv_c', { openedAt: 9 }), b, a]));
  expect(store.value.conversation?.id).toBe('cnv_a');
  expect(store.value.conversations.map(({ id }) => id)).toEqual(['cnv_c', 'cnv_b', 'cnv_a']);
  expect(fake.follows.filter(({ isOver }) => !isOver)).toMatchObject([{ id: 'cnv_a' }]);
});

test.each(['before', 'after'])(
  'a new conversation is shown once it has begun, told of %s its first message',
  (when) => {
    const { store, session } = setUp();
    tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
    fake.follows[0]?.take(said('cnv_a', 1));
    store.set({ picked: '' });
    session.show(null);
    expect(store.value).toMatchObject({ conversation: null, entries: [] });
    // What is said in the other one does not bring it back.
    tell('conversation:changed', conversation('cnv_a', { status: 'closed' }));
    expect(store.value.conversation).toBeNull();
    const pending = { nonce: 'n', command: 'message:send', input: { begin: true }, queuedAt: 1, error: null };
    const begun = conversation('cnv_b', { openedAt: 7, lastSeq: 2 });
    if (when === 'before') tell('conversation:changed', begun);
    tell('outbox:stored', { pending, data: { conversation: 'cnv_b', seq: 2, at: 5 } });
    if (when === 'after') tell('conversation:changed', begun);
    expect(store.value).toMatchObject({ conversation: { id: 'cnv_b' }, picked: null });
    expect(fake.follows.filter(({ isOver }) => !isOver)).toMatchObject([{ id: 'cnv_b', after: 0 }]);
  },
);

test('what another tab says elsewhere changes nothing here', () => {
  const { store } = setUp();
  tell(
    'session:opened',
    opened('shp_1', false, [conversation('cnv_a', { openedAt: 5 }), conversation('cnv_b')]),
  );
  const input = { conversation: 'cnv_b' };
  const pending = { nonce: 'n', command: 'message:send', input, queuedAt: 1, error: null };
  tell('outbox:stored', { pending, data: { conversation: 'cnv_b', seq: 9, at: 5 } });
  expect(store.value).toMatchObject({ conversation: { id: 'cnv_a' }, acknowledged: [] });
  expect(fake.follows).toMatchObject([{ id: 'cnv_a', isOver: false }]);
});

test('a reconnect goes on after the last entry', () => {
  const { store } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
  fake.follows[0]?.take(said('cnv_a', 1));
  openSession({ ...setUp(), url: '', shop: 'demo', store });
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
  expect(fake.follows.at(-1)).toMatchObject({ id: 'cnv_a', after: 1 });
  expect(store.value.entries).toHaveLength(1);
});

test('somebody else sees nothing of a signed-in customer, and sends nothing of theirs', () => {
  const { store, keeping } = setUp();
  tell('session:opened', opened('shp_ada', true, [conversation('cnv_a')]));
  fake.follows[0]?.take(said('cnv_a', 1));
  fake.pending = [{ nonce: 'n1' }] as Pending[];
  tell('session:opened', opened('shp_grace', true));
  expect(store.value.entries).toEqual([]);
  expect(store.value.conversation).toBeNull();
  expect(fake.dropped).toEqual(['n1']);
  expect(keeping.owner).toEqual({ id: 'shp_grace', isVerified: true });
});

test('an anonymous shopper who signs in takes everything along', () => {
  const { store } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
  fake.follows[0]?.take(said('cnv_a', 1));
  fake.pending = [{ nonce: 'n1' }] as Pending[];
  tell('session:opened', opened('shp_ada', true, [conversation('cnv_a')]));
  expect(store.value.entries).toHaveLength(1);
  expect(fake.dropped).toEqual([]);
});

test('a refusal says whether the token or the JWT is to blame', () => {
  const { onUnauthenticated } = setUp();
  const refused = (details = {}) =>
    tell('state:changed', { name: 'refused', error: refuse('unauthenticated', 'no', details) });
  refused({ field: 'jwt' });
  refused();
  tell('state:changed', { name: 'refused', error: refuse('forbidden', 'no') });
  expect(onUnauthenticated.mock.calls).toEqual([['jwt'], ['token']]);
});

test('typing is shown until it ends, or for as long as a lost end may take', () => {
  vi.useFakeTimers();
  const { store } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
  const typing = (kind: string, name: string, isTyping = true): void =>
    tell('typing:changed', { conversation: 'cnv_a', by: { kind, id: 'x', name }, typing: isTyping });
  typing('shopper', 'Me');
  expect(store.value.typing).toBeNull();
  typing('agent', 'Nora');
  expect(store.value.typing).toBe('Nora');
  vi.advanceTimersByTime(60_000);
  expect(store.value.typing).toBeNull();
});

test('once closed it hears nothing more', () => {
  const { store, session } = setUp();
  session.close();
  expect(fake.closed).toBe(1);
  tell('state:changed', { name: 'closed' });
  tell('session:opened', opened('shp_1', true, [conversation('cnv_a')]));
  expect(store.value.connection).toEqual({ name: 'idle' });
  expect(fake.follows).toEqual([]);
});

test('a relay that lost its entries has them sent again from the first', () => {
  const { store } = setUp();
  tell('session:opened', opened('shp_1', false, [conversation('cnv_a')]));
  fake.follows[0]?.take(said('cnv_a', 1));
  tell('feed:reset', { conversation: 'cnv_a', lastSeq: 0 });
  expect(store.value.entries).toEqual([]);
  expect(fake.follows.at(-1)).toMatchObject({ id: 'cnv_a', after: 0 });
});
