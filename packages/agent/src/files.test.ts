import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { connectAgent } from './index.ts';
import { startTestRelay } from './testing.ts';

const enter = async () => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startTestRelay());
  const key = await relay.key('bot', 'read', 'reply');
  const agent = stack.use(await connectAgent({ url: relay.url, key }));
  const shopper = stack.use(await relay.shopper());
  const conversation = await agent.conversation(await shopper.says('Where is my bill?'));
  return { agent, conversation, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};

test('R48 an agent sends bytes, a path or a stream, and reads them again', async () => {
  await using there = await enter();
  const { agent, conversation } = there;
  expect(agent.uploads).toMatchObject({ kinds: ['pictures', 'documents'] });
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-agent-'));
  const path = join(folder, 'bill.txt');
  await writeFile(path, 'from a path');
  const stream = Readable.toWeb(Readable.from([Buffer.from('from '), Buffer.from('a stream')]));
  const files = await Promise.all([
    conversation.upload(new TextEncoder().encode('from bytes'), { name: 'bytes.txt' }),
    conversation.upload(path),
    conversation.upload(stream as ReadableStream<Uint8Array>, { name: 'stream.txt' }),
    conversation.upload(new File(['from a file'], 'file.txt')),
  ]);
  await rm(folder, { recursive: true });
  expect(files.map(({ name }) => name)).toEqual(['bytes.txt', 'bill.txt', 'stream.txt', 'file.txt']);
  await conversation.reply({ text: 'Here it is.', files: files.slice(0, 2) });
  await conversation.note('For us.', { files: files.slice(2) });
  const { entries } = await conversation.history();
  const [said, noted] = entries.slice(-2);
  expect(said).toMatchObject({
    data: { parts: [{ text: 'Here it is.' }, { file: files[0] }, { file: files[1] }] },
  });
  expect(noted).toMatchObject({ audience: 'staff', data: { files: files.slice(2) } });
  const read = await Promise.all(files.map(async (file) => text(await agent.readFile(file))));
  expect(read).toEqual(['from bytes', 'from a path', 'from a stream', 'from a file']);
  expect((await agent.fileLink(files[0]?.id ?? 'fil_none')).url).toMatch(/^http:.*\/files\/fil_/);
});

test('what is not taken, not there or called off is refused with a code', async () => {
  await using there = await enter();
  const { agent, conversation } = there;
  const html = new TextEncoder().encode('<script>alert(1)</script>');
  await expect(conversation.upload(html)).rejects.toMatchObject({
    code: 'unsupported_file',
    details: { reason: 'unwanted' },
  });
  await expect(conversation.upload('/nowhere/at/all')).rejects.toMatchObject({ code: 'not_found' });
  await expect(agent.readFile('fil_neverwas0000')).rejects.toMatchObject({ code: 'not_found' });
  await expect(conversation.reply({ files: [{ id: 'fil_neverwas0000' }] })).rejects.toMatchObject({
    code: 'not_found',
  });
  const signal = AbortSignal.abort(new Error('called off'));
  await expect(conversation.upload(html, { signal })).rejects.toThrow('called off');
});
