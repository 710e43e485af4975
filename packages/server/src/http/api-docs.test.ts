import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startRelay } from '../../test/relay.ts';

const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
/** Each `curl` line with the reply that stands under it. */
const examples = [...page.matchAll(/^ {4}(curl .+)\n\n {4}(\{.+\})$/gm)].map(
  ([, command = '', reply = '']) => ({
    command,
    reply: JSON.parse(reply) as { ok: boolean; data: object },
  }),
);

const fill = (text: string, variables: Record<string, string>): string =>
  text.replaceAll(/\$([A-Z]+)/g, (_, name: string) => variables[name] ?? `$${name}`);

/** A line as the shell reads it: what stands between single quotes stays as it is. */
const readCommand = (command: string, variables: Record<string, string>) => {
  const parts = command.split("'").map((part, index) => (index % 2 === 0 ? fill(part, variables) : part));
  const line = parts.join('');
  const headers = [...line.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const body = / -d (.+)$/.exec(line)?.[1] ?? / --data-binary "(.+)"$/.exec(line)?.[1];
  const address = /curl -s "?([^ "]+)/.exec(line)?.[1] ?? '';
  return { address, body, headers: Object.fromEntries(headers) as Record<string, string> };
};

test('every curl of the API’s page works in its order and answers as the page shows', async () => {
  await using made = await startRelay();
  await made.relay.admin.saveShop({ id: 'demo', name: 'Demo', origins: [] });
  const bot = await made.relay.admin.addPerson({ shop: 'demo', kind: 'bot', role: 'bot', name: 'Helper' });
  const scopes = ['read', 'reply'] as const;
  const { key } = await made.relay.admin.createKey({ shop: 'demo', person: bot.id, scopes, name: 'Helper' });
  const variables: Record<string, string> = { RELAY: '', KEY: key };
  expect(examples.length).toBeGreaterThan(8);
  for (const { command, reply } of examples) {
    const { address, body, headers } = readCommand(command, variables);
    const method = body === undefined ? 'GET' : 'POST';
    const answered = await made.ask(address, { method, headers, ...(body === undefined ? {} : { body }) });
    expect([command, answered.status]).toEqual([command, 200]);
    const data = answered.json().data as Record<string, string> & { file?: { id: string } };
    expect(Object.keys(data).sort()).toEqual(Object.keys(reply.data).sort());
    for (const place of ['seq', 'lastSeq']) expect(data[place]).toBe((reply.data as typeof data)[place]);
    if (data['token'] !== undefined) variables['TOKEN'] = data['token'];
    if (data.file !== undefined) variables['FILE'] = data.file.id;
    if (data['conversation'] !== undefined) variables['CONVERSATION'] = data['conversation'];
  }
});
