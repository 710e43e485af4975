import { refuse } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import type { Append, AppendResult, ConversationState } from '../store/store.ts';
import { createLog } from './group-commit.ts';

const id = 'cnv_12345678';
const state = (lastSeq: number): ConversationState => ({
  id,
  shop: 'demo',
  shopper: 'shp_12345678',
  status: 'open',
  assignee: null,
  waitingSince: null,
  lastSeq,
  lastPublicSeq: lastSeq,
});
const append = (nonce: string): Append => ({
  shop: 'demo',
  conversation: id,
  by: { kind: 'agent', id: 'agt_12345678', name: 'Anna' },
  nonce,
  drafts: [{ type: 'note', data: { text: 'x' }, audience: 'staff' }],
});

/** A store whose answers the test holds back, and that counts its transactions. */
const createSlowStore = (answer?: (batch: readonly Append[]) => void) => {
  const batches: string[][] = [];
  const waiting: (() => void)[] = [];
  let seq = 0;
  const stored = (nonce: string): AppendResult => {
    seq += 1;
    const entry = {
      conversation: id,
      seq,
      publicSeq: null,
      at: 1,
      wire: { staff: nonce, everyone: null },
    } as const;
    const repeated = nonce.startsWith('again');
    return { ok: true, repeated, entries: [entry], entry, conversation: state(seq) };
  };
  return {
    batches,
    isHeld: false,
    release: () => waiting.shift()?.(),
    state: async () => state(7),
    async append(batch: readonly Append[]) {
      batches.push(batch.map(({ nonce }) => nonce));
      if (this.isHeld) await new Promise<void>((resolve) => void waiting.push(resolve));
      answer?.(batch);
      return batch.map(({ nonce }) => stored(nonce));
    },
  };
};
const turn = () => new Promise(setImmediate);

describe('group commit', () => {
  test('stores in one transaction what arrives in one turn', async () => {
    const store = createSlowStore();
    const log = createLog({ store });
    const first = [log.append(append('a')), log.append(append('b'))];
    // As handlers do: some wait for a promise or two before they append.
    void Promise.resolve().then(() => log.append(append('c')));
    await Promise.all(first);
    await log.append(append('d'));
    expect(store.batches).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('commits a lone append at once: no timer stands between', async () => {
    const log = createLog({ store: createSlowStore() });
    let isStored = false;
    void log.append(append('a')).then(() => (isStored = true));
    await turn();
    await turn();
    expect(isStored).toBe(true);
  });

  test('makes what arrives during a commit the next batch, whole', async () => {
    const store = createSlowStore();
    store.isHeld = true;
    const log = createLog({ store });
    const first = log.append(append('a'));
    await turn();
    const rest = ['b', 'c', 'd'].map((nonce) => log.append(append(nonce)));
    await turn();
    expect(store.batches).toEqual([['a']]);
    store.isHeld = false;
    store.release();
    await Promise.all([first, ...rest]);
    expect(store.batches).toEqual([['a'], ['b', 'c', 'd']]);
  });

  test('R1 replies only after the store has, and delivers only after the replies are out', async () => {
    const store = createSlowStore();
    store.isHeld = true;
    const log = createLog({ store });
    const heard: string[] = [];
    log.onCommitted((batch) => heard.push(`delivered ${batch.length}`));
    // A reply is several promises away from the append, as in a handler behind a wrapper.
    const reply = async (nonce: string) => {
      await (async () => await (async () => await log.append(append(nonce)))())();
      heard.push(`reply ${nonce}`);
    };
    const replies = [reply('a'), reply('b')];
    await turn();
    await turn();
    expect(heard).toEqual([]);
    store.release();
    await Promise.all(replies);
    await turn();
    expect(heard).toEqual(['reply a', 'reply b', 'delivered 2']);
  });

  test('delivers nothing of a repeated append', async () => {
    const log = createLog({ store: createSlowStore() });
    const delivered: number[] = [];
    const off = log.onCommitted((batch) => delivered.push(batch.length));
    await Promise.all([log.append(append('again 1')), log.append(append('b'))]);
    await log.append(append('again 2'));
    await turn();
    expect(delivered).toEqual([1]);
    off();
    await log.append(append('c'));
    await turn();
    expect(delivered).toEqual([1]);
  });

  test('goes on when a listener throws', async () => {
    const errors: unknown[] = [];
    const log = createLog({ store: createSlowStore(), onError: (error) => errors.push(error) });
    const heard: number[] = [];
    log.onCommitted(() => {
      throw new Error('listener');
    });
    log.onCommitted((batch) => heard.push(batch.length));
    await log.append(append('a'));
    await turn();
    expect(heard).toEqual([1]);
    expect(errors).toHaveLength(1);
  });
});

describe('a batch that fails', () => {
  test('for one append’s sake is tried one by one: the others succeed', async () => {
    const store = createSlowStore((batch) => {
      if (batch.some(({ nonce }) => nonce === 'bad')) throw new Error('this one');
    });
    const log = createLog({ store });
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((nonce) => log.append(append(nonce))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'unavailable' } });
  });

  test('for the engine’s sake is refused whole as unavailable, once, and the next succeeds', async () => {
    let isOut = true;
    const store = createSlowStore(() => {
      if (isOut) throw refuse('unavailable', 'full');
    });
    const log = createLog({ store });
    const results = await Promise.allSettled(['a', 'b'].map((nonce) => log.append(append(nonce))));
    for (const result of results) expect(result).toMatchObject({ reason: { code: 'unavailable' } });
    expect(store.batches).toEqual([['a', 'b']]);
    isOut = false;
    await expect(log.append(append('a'))).resolves.toMatchObject({ ok: true });
  });
});

describe('an engine that hangs', () => {
  test('and then is out refuses what came meanwhile, too: nobody waits for it twice', async () => {
    const store = createSlowStore(() => {
      throw refuse('unavailable', 'not to be reached');
    });
    store.isHeld = true;
    const log = createLog({ store });
    const first = log.append(append('a'));
    await turn();
    const rest = ['b', 'c'].map((nonce) => log.append(append(nonce)));
    store.release();
    for (const each of [first, ...rest]) await expect(each).rejects.toMatchObject({ code: 'unavailable' });
    expect(store.batches).toEqual([['a']]);
  });

  test('keeps so many waiting, and tells who comes then at once', async () => {
    const store = createSlowStore();
    store.isHeld = true;
    const log = createLog({ store });
    const first = log.append(append('a'));
    await turn();
    const rest = Array.from({ length: 20_000 }, (_, index) => log.append(append(`n${index}`)));
    await expect(log.append(append('late'))).rejects.toMatchObject({
      code: 'unavailable',
      details: { retryAfterMs: 1_000 },
    });
    store.isHeld = false;
    store.release();
    await Promise.all([first, ...rest]);
  });
});

describe('the log’s memory', () => {
  test('has the state the last commit left, until it is forgotten', async () => {
    const log = createLog({ store: createSlowStore() });
    expect(log.peek(id)).toBeUndefined();
    await log.append(append('a'));
    expect(log.peek(id)).toMatchObject({ lastSeq: 1 });
    log.forget(id);
    expect(log.peek(id)).toBeUndefined();
    expect(await log.state(id)).toMatchObject({ lastSeq: 7 });
    expect(log.peek(id)).toMatchObject({ lastSeq: 7 });
  });

  test('is not overwritten by a read that began before a commit', async () => {
    let answer: (found: ConversationState) => void = () => {};
    const found = new Promise<ConversationState>((resolve) => (answer = resolve));
    const log = createLog({ store: { ...createSlowStore(), state: () => found } });
    const read = log.state(id);
    await log.append(append('a'));
    answer(state(0));
    await read;
    expect(log.peek(id)).toMatchObject({ lastSeq: 1 });
  });
});

test('closing commits what has arrived and refuses what comes after', async () => {
  const store = createSlowStore();
  const log = createLog({ store });
  const last = log.append(append('a'));
  const closing = log.close();
  await expect(log.append(append('late'))).rejects.toMatchObject({ code: 'unavailable' });
  await closing;
  await expect(last).resolves.toMatchObject({ ok: true });
  await log.close();
  expect(store.batches).toEqual([['a']]);
});
