import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import { createRelay, type RelayOptions } from '../src/relay.ts';

/** What a request got. */
export type Answered = {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  json: () => { ok: boolean; data: never; error: { code: string; message: string; details?: never } };
};
type Asked = { method?: string; headers?: Record<string, string>; body?: string | Buffer };

/** A request as it is written: paths are not tidied, headers not chosen by a browser’s rules. */
export const ask = (url: string, path: string, { method = 'GET', headers = {}, body }: Asked = {}) => {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers as Answered['headers'],
        text,
        json: () => JSON.parse(text) as ReturnType<Answered['json']>,
      });
    });
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
};

/** The built files, as small as they may be. */
const writeBuilds = async (folder: string): Promise<void> => {
  await mkdir(join(folder, 'widget'), { recursive: true });
  await mkdir(join(folder, 'desk', 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'widget', 'panel.html'),
    '<!doctype html><meta name="shopbell-config" content="%SHOPBELL_CONFIG%"><style>p{margin:0}</style><script type="module">document.title = "1 < 2 && %%";\n</script>',
  );
  await mkdir(join(folder, 'widget', 'words'));
  for (const [language, hello] of [
    ['en', 'Hello'],
    ['de', 'Guten Tag'],
    ['he', 'שלום'],
  ] as const)
    await writeFile(
      join(folder, 'widget', 'words', `${language}.json`),
      JSON.stringify({ version: 'A1B2C3D4', words: { hello } }),
    );
  await writeFile(join(folder, 'widget', 'shopbell.js'), `/* ${'loader '.repeat(200)} */`);
  await writeFile(
    join(folder, 'desk', 'index.html'),
    '<!doctype html><script type="module" src="/desk/assets/index-A1b2C3d4.js"></script>',
  );
  await writeFile(join(folder, 'desk', 'assets', 'index-A1b2C3d4.js'), 'export {};');
};

/** A relay on a port of its own with two shops, `one` and `two`, and an agent’s key in each. */
export const startRelay = async (options: RelayOptions = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-server-'));
  await writeBuilds(folder);
  const files = { widget: join(folder, 'widget'), desk: join(folder, 'desk') };
  const relay = await createRelay({ databaseUrl: `file:${join(folder, 'shopbell.db')}`, files, ...options });
  const { admin } = relay;
  const openShop = async (shop: string) => {
    await admin.saveShop({ id: shop, name: `Shop ${shop}`, origins: [`https://${shop}.example`] });
    const agent = await admin.addPerson({ shop, kind: 'bot', role: 'bot', name: 'Ada' });
    const { id, key } = await admin.createKey({
      shop,
      person: agent.id,
      scopes: ['read', 'reply'],
      name: 'test',
    });
    return { shop, agent: agent.id, keyId: id, key };
  };
  const one = await openShop('one');
  const two = await openShop('two');
  const { url } = await relay.listen({ port: 0 });

  const post = (path: string, input: unknown, headers: Record<string, string> = {}) =>
    ask(url, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(input),
    });
  const asAgent = (key: string, command: string, input: unknown) =>
    post(`/v1/agent/${command}`, input, { authorization: `Bearer ${key}` });
  const shopperOf = async (shop: string) => {
    const opened = await post('/v1/shopper/session:open', {}, { 'shopbell-shop': shop });
    const { token } = opened.json().data as { token: string };
    const call = (command: string, input: unknown) =>
      post(`/v1/shopper/${command}`, input, { 'shopbell-shop': shop, authorization: `Bearer ${token}` });
    const say = async (text: string) => {
      const sent = await call('message:send', { nonce: nanoid(), parts: [{ kind: 'text', text }] });
      return sent.json().data as { conversation: string; seq: number };
    };
    return { token, call, say };
  };
  return {
    url,
    relay,
    folder,
    one,
    two,
    post,
    asAgent,
    shopperOf,
    ask: (path: string, asked?: Asked) => ask(url, path, asked),
    async [Symbol.asyncDispose]() {
      await relay.close();
      await rm(folder, { recursive: true });
    },
  };
};
