import {
  agent,
  connectPeer,
  freshNonce,
  sendFile,
  shopper,
  startRelay,
  type AgentPeer,
} from '@shopbell-test/kit';
import { agentCommands, type Command, type Role } from '@shopbell/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentSamples, nobody } from './samples.ts';

let relay: Awaited<ReturnType<typeof startRelay>>;
let trainee: AgentPeer;
let supervisor: AgentPeer;
beforeAll(async () => {
  relay = await startRelay();
  trainee = await agent(relay, { key: relay.trainee.key });
  supervisor = await agent(relay, { key: relay.supervisor.key });
});
afterAll(() => relay[Symbol.asyncDispose]());

const commands: [string, Command][] = Object.entries(agentCommands);
const roles = ['agent', 'trainee', 'supervisor', 'bot', 'office', 'admin'] as const satisfies readonly Role[];

describe('R86: every command of staff by every role', () => {
  test.each(roles)('a key of the role %s is let through by the table, and by nothing else', async (role) => {
    const { key } = relay[role];
    await using peer = await connectPeer({ url: relay.url, namespace: '/agent', auth: { key } });
    await peer.call('session:open');
    const { scopes } = (await peer.call('session:open'))['me'] as { scopes: string[] };
    for (const [name, command] of commands) {
      const sample = (agentSamples as Record<string, (ids: typeof nobody) => readonly object[]>)[name];
      const input = sample?.(nobody)[0] ?? {};
      const reply = await peer.ask(name, input);
      const isScoped = command.scope === undefined || scopes.includes(command.scope);
      const may = command.roles.includes(role) && isScoped;
      expect(reply.ok || reply.error.code !== 'forbidden', `${name} by ${role}`).toBe(may);
    }
  });

  test('a trainee does what the documentation says, and nothing more', () => {
    const of = (role: Role) => commands.filter(([, each]) => each.roles.includes(role)).map(([name]) => name);
    const lacking = of('agent').filter((name) => !of('trainee').includes(name));
    expect(lacking.toSorted()).toEqual([
      'conversation:assign',
      'conversation:close',
      'conversation:reopen',
      'followup:add',
      'followup:finish',
      'identity:ask',
      'message:send',
      'outcome:record',
      'state:set',
    ]);
    expect(of('trainee').filter((name) => !of('agent').includes(name))).toEqual([]);
    for (const name of ['draft:release', 'draft:return', 'action:approve', 'action:reject'])
      expect(agentCommands[name as 'draft:release'].roles).toEqual(['supervisor', 'admin']);
  });
});

describe('R78 R79: canaries in drafts', () => {
  const canary = 'canary-5d1e';

  test('what is held, returned, withdrawn, coached or edited away is in no byte a shopper receives', async () => {
    await using someone = await shopper(relay);
    const bytes: string[] = [];
    someone.socket.io.engine.on('data', (data) => bytes.push(String(data)));
    const { conversation } = await someone.say('Where is it?');
    await someone.call('conversation:watch', { conversation, after: 0 });
    const hold = async (text: string, more: object[] = []) => {
      const parts = [{ kind: 'text', text: `${canary}-${text}` }, ...more];
      const { draft } = await trainee.call('draft:hold', { conversation, nonce: freshNonce(), parts });
      return String(draft);
    };
    const file = await sendFile(relay, { secret: relay.trainee.key, conversation });
    const end = (name: string, draft: string, more: object = {}) =>
      (name === 'draft:withdraw' ? trainee : supervisor).call(name, { draft, nonce: freshNonce(), ...more });
    const before = JSON.stringify(await someone.call('conversation:list'));
    await hold('pending', [{ kind: 'file', file: { id: file } }]);
    await end('draft:return', await hold('returned'), { comment: `${canary}-why` });
    await end('draft:withdraw', await hold('withdrawn'));
    expect(JSON.stringify(await someone.call('conversation:list'))).toBe(before);
    const said = [{ kind: 'text', text: 'It is on its way.' }];
    await end('draft:release', await hold('edited'), { parts: said, comment: `${canary}-coaching` });
    await someone.hears('entry:appended', (entry: { type: string; by: { kind: string } }) => {
      return entry.type === 'message' && entry.by.kind !== 'shopper';
    });

    const ask = async (name: string, input: object) =>
      bytes.push(JSON.stringify(await someone.ask(name, input)));
    await ask('conversation:list', {});
    await ask('entries:list', { conversation });
    await ask('file:link', { file });
    for (const format of ['text', 'html']) await ask('transcript:get', { conversation, format });
    const headers = { authorization: `Bearer ${someone.token}`, 'shopbell-shop': relay.shop };
    const transcript = `${relay.url}/v1/conversations/${conversation}/entries`;
    bytes.push(await (await fetch(transcript, { headers })).text());
    const all = bytes.join('\n');
    expect(all).toContain('It is on its way.');
    expect(all).not.toContain(canary);
    expect(all).not.toMatch(/draft|drf_|released|staffData|Edsger/);
    // What was held took no number: queued, asked, open, assigned, answered.
    const { entries } = await someone.call('entries:list', { conversation });
    expect((entries as { seq: number }[]).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    const list = (await someone.call('conversation:list'))['conversations'] as { lastSeq: number }[];
    expect(list).toMatchObject([{ lastSeq: 5, preview: { text: 'It is on its way.' } }]);

    const staff = await (
      await fetch(transcript, { headers: { authorization: `Bearer ${relay.agent.key}` } })
    ).text();
    for (const part of ['pending', 'returned', 'why', 'withdrawn', 'edited', 'coaching'])
      expect(staff).toContain(`${canary}-${part}`);
  });

  test('R87 a file of a draft is the shopper’s to read once it is released, and not before', async () => {
    await using someone = await shopper(relay);
    const { conversation } = await someone.say('The manual, please.');
    const file = await sendFile(relay, { secret: relay.trainee.key, conversation });
    const parts = [{ kind: 'file', file: { id: file } }];
    const { draft } = await trainee.call('draft:hold', { conversation, nonce: freshNonce(), parts });
    expect(await supervisor.ask('file:link', { file })).toMatchObject({ ok: true });
    expect(await someone.ask('file:link', { file })).toMatchObject({ error: { code: 'not_found' } });
    const foreign = await sendFile(relay, { secret: relay.supervisor.key, conversation });
    const release = { draft, nonce: freshNonce() };
    const other = [{ kind: 'file', file: { id: foreign } }];
    expect(await supervisor.ask('draft:release', { ...release, parts: other })).toMatchObject({
      error: { code: 'not_found' },
    });
    await supervisor.call('draft:release', release);
    expect(await someone.ask('file:link', { file })).toMatchObject({ ok: true });
  });
});
