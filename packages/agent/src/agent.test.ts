import { describe, expect, test, vi } from 'vitest';
import { startDurableRelay } from '../test/durable-relay.ts';
import { connectAgent } from './index.ts';
import { startTestRelay } from './testing.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 8_000, interval: 10 });

describe('an agent', () => {
  test('hears a shopper and answers', async () => {
    await using relay = await startTestRelay();
    await using agent = await connectAgent({ url: relay.url, key: await relay.key('bot', 'read', 'reply') });
    expect(agent.me).toMatchObject({ name: 'The bot', role: 'bot' });
    expect(agent.shop).toEqual({ id: 'demo', name: 'Demo shop' });
    agent.on('message', ({ conversation, text }) => conversation.reply(`${text}, too`));
    await using shopper = await relay.shopper();
    await shopper.says('Good morning');
    await until(() => shopper.heard.length === 1);
    expect(shopper.heard).toEqual(['Good morning, too']);
  });

  test('is told what nobody has answered yet, and not what somebody has', async () => {
    await using relay = await startTestRelay();
    const key = await relay.key('bot', 'read', 'reply');
    await using answered = await relay.shopper();
    await using waiting = await relay.shopper();
    const settled = await answered.says('answered');
    await waiting.says('first');
    await waiting.says('second');
    {
      await using colleague = await connectAgent({ url: relay.url, key });
      await (await colleague.conversation(settled)).reply('done');
    }
    await using agent = await connectAgent({ url: relay.url, key });
    const texts: string[] = [];
    agent.on('message', ({ text }) => texts.push(text));
    await until(() => texts.length === 2);
    await answered.says('again');
    await until(() => texts.length === 3);
    expect(texts).toEqual(['first', 'second', 'again']);
  });

  test('misses nothing and hears nothing twice over restarts of the relay (R6)', async () => {
    await using relay = await startDurableRelay();
    await using agent = await connectAgent({ url: relay.url, key: await relay.key('bot', 'read', 'reply') });
    const texts: string[] = [];
    const seqs: number[] = [];
    agent.on('message', ({ text }) => texts.push(text));
    agent.on('entry', ({ entry }) => seqs.push(entry.seq));
    await using shopper = await relay.shopper();
    await shopper.says('message 1');
    for (let round = 0; round < 3; round++) {
      await relay.restart();
      await shopper.says(`message ${round * 2 + 2}`);
      await shopper.says(`message ${round * 2 + 3}`);
    }
    await until(() => texts.length === 7);
    expect(texts).toEqual(Array.from({ length: 7 }, (_, index) => `message ${index + 1}`));
    expect(seqs).toEqual(Array.from({ length: 8 }, (_, index) => index + 1));
  }, 40_000);

  test('writes what it is told to while the relay is away', async () => {
    await using relay = await startDurableRelay();
    await using agent = await connectAgent({
      url: relay.url,
      key: await relay.key('agent', 'read', 'reply'),
    });
    await using shopper = await relay.shopper();
    const conversation = await agent.conversation(await shopper.says('hello'));
    const restarted = relay.restart();
    const stored = [conversation.reply('one'), conversation.note('two'), conversation.reply('three')];
    await restarted;
    const seqs = (await Promise.all(stored)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    await until(() => shopper.heard.length === 2);
    expect(shopper.heard).toEqual(['one', 'three']);
  }, 20_000);

  test('does all an agent does, and reads it back', async () => {
    await using relay = await startTestRelay();
    await using agent = await connectAgent({
      url: relay.url,
      key: await relay.key('agent', 'read', 'reply'),
      follow: 'none',
    });
    await using shopper = await relay.shopper();
    const conversation = await agent.conversation(await shopper.says('hello'));
    await conversation.assign('me');
    await conversation.note('a regular');
    await conversation.reply({
      card: {
        kind: 'choices',
        version: 1,
        id: 'size',
        prompt: 'Which size?',
        options: [{ value: 's', label: 'Small' }],
      },
    });
    await conversation.recordOutcome({ reason: 'Sizes', resolution: 'answered' });
    await conversation.close({ reason: 'Sizes', resolution: 'solved' });
    await conversation.reopen();
    await conversation.assign(null);
    conversation.typing(true);
    conversation.markRead(2);
    const { entries, lastSeq } = await conversation.history();
    expect(lastSeq).toBe(entries.length);
    expect(entries.map(({ type }) => type).join(' ')).toBe(
      'status message assignment status note message outcome outcome status status assignment status',
    );
    const [first] = (await conversation.history({ after: 1, limit: 1 })).entries;
    expect(first?.type === 'message' && first.data.parts).toEqual([{ kind: 'text', text: 'hello' }]);
    expect((await agent.team()).map(({ id }) => id)).toContain(agent.me.id);
    const page = await agent.conversations({ status: ['queued', 'open'] });
    expect(page.conversations.map(({ id }) => id)).toEqual([conversation.id]);
    expect((await agent.shopper(conversation.summary.shopper.id)).id).toBe(conversation.summary.shopper.id);
    expect(await agent.actions()).toEqual([]);
  });

  test('keeps its handles’ summaries up to date, one handle per conversation', async () => {
    await using relay = await startTestRelay();
    await using agent = await connectAgent({
      url: relay.url,
      key: await relay.key('agent', 'read', 'reply'),
    });
    await using shopper = await relay.shopper();
    const conversation = await agent.conversation(await shopper.says('hello'));
    expect(conversation.summary.status).toBe('queued');
    const changed: unknown[] = [];
    agent.on('conversation:changed', (event) => changed.push(event.conversation));
    await conversation.reply('hi');
    await until(() => conversation.summary.status === 'open');
    expect(changed.every((each) => each === conversation)).toBe(true);
    expect(await agent.conversation(conversation.id)).toBe(conversation);
  });

  test('lives over HTTP where WebSockets are blocked (R13)', async () => {
    await using relay = await startTestRelay();
    const key = await relay.key('bot', 'read', 'reply');
    await using agent = await connectAgent({ url: relay.url, key, transports: ['http'] });
    expect(agent.state).toEqual({ name: 'live', transport: 'http' });
    agent.on('message', ({ conversation, text }) => conversation.reply(`${text}, too`));
    await using shopper = await relay.shopper();
    await shopper.says('Good morning');
    await until(() => shopper.heard.length === 1);
    await shopper.says('Good night');
    await until(() => shopper.heard.length === 2);
    expect(shopper.heard).toEqual(['Good morning, too', 'Good night, too']);
  }, 20_000);

  test('follows one conversation from any place, without the inbox', async () => {
    await using relay = await startTestRelay();
    await using agent = await connectAgent({
      url: relay.url,
      key: await relay.key('agent', 'read', 'reply'),
      follow: 'none',
    });
    const silent: unknown[] = [];
    agent.on('message', (event) => silent.push(event));
    await using shopper = await relay.shopper();
    const conversation = await agent.conversation(await shopper.says('one'));
    const seqs: number[] = [];
    const off = conversation.follow(({ seq }) => seqs.push(seq), { after: 0 });
    await until(() => seqs.length === 2);
    await shopper.says('two');
    await until(() => seqs.length === 3);
    off();
    await shopper.says('three');
    await conversation.history();
    expect(seqs).toEqual([1, 2, 3]);
    expect(silent).toEqual([]);
  });

  test('says what went wrong, with a code', async () => {
    await using relay = await startTestRelay();
    const refused = connectAgent({ url: relay.url, key: `sbk_${'A'.repeat(43)}` });
    await expect(refused).rejects.toMatchObject({ name: 'ShopbellError', code: 'unauthenticated' });
    await using reader = await connectAgent({ url: relay.url, key: await relay.key('agent', 'read') });
    await expect(reader.conversation('cnv_12345678')).rejects.toMatchObject({ code: 'not_found' });
    await using shopper = await relay.shopper();
    const conversation = await reader.conversation(await shopper.says('hello'));
    await expect(conversation.reply('hi')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(conversation.run('stock.check', {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('reports what a listener throws instead of ending the program', async () => {
    await using relay = await startTestRelay();
    await using agent = await connectAgent({ url: relay.url, key: await relay.key('bot', 'read', 'reply') });
    const errors: unknown[] = [];
    agent.on('error', (error) => errors.push(error));
    agent.on('message', async () => {
      throw new Error('broken bot');
    });
    await using shopper = await relay.shopper();
    await shopper.says('hello');
    await until(() => errors.length === 1);
    expect(errors).toMatchObject([{ message: 'broken bot' }]);
  });

  test('settles everything pending when it closes', async () => {
    await using relay = await startTestRelay();
    const agent = await connectAgent({
      url: relay.url,
      key: await relay.key('bot', 'read', 'reply', 'action:*'),
    });
    await using shopper = await relay.shopper();
    const conversation = await agent.conversation(await shopper.says('hello'));
    await relay.stop();
    const pending = Promise.allSettled([
      conversation.reply('too late'),
      conversation.history(),
      agent.team(),
    ]);
    await agent.close();
    const codes = (await pending).map((each) => each.status === 'rejected' && each.reason.code);
    expect(codes).toEqual(['disconnected', 'disconnected', 'disconnected']);
    expect(agent.state.name).toBe('closed');
  });

  test('stays refused when its key is revoked, and settles what was pending (R19)', async () => {
    await using relay = await startTestRelay();
    const key = await relay.key('bot', 'read', 'reply');
    await using agent = await connectAgent({ url: relay.url, key });
    await using shopper = await relay.shopper();
    const conversation = await agent.conversation(await shopper.says('hello'));
    await relay.revoke(key);
    await until(() => agent.state.name === 'refused');
    await expect(conversation.reply('hi')).rejects.toMatchObject({ code: 'disconnected' });
    expect(agent.state).toMatchObject({ name: 'refused', error: { code: 'unauthenticated' } });
  });
});
