import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readDeed, type Deed } from './deeds.ts';
import { page, type Links } from './page.ts';
import type { ClusterState } from './state.ts';

/** What the page is given and asks for. */
export type PageOptions = {
  port: number;
  links: Links;
  state: () => ClusterState;
  /** Not waited for: what becomes of it shows in the state. */
  onDeed: (deed: Deed) => void;
};

/** A page that is being served. */
export type ServedPage = AsyncDisposable & { url: string };

const everyMs = 500;
const bodyMaxBytes = 1_000;
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const asset = (name: string): string => readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');

type Answer = { status: number; type: string; text: string };

const answerWith = (response: ServerResponse, { status, type, text }: Answer): void => {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(text);
};

/** Sends the state, and again as it changes, for as long as somebody looks. */
const stream = (response: ServerResponse, state: () => ClusterState): void => {
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  const send = (): void => void response.write(`data: ${JSON.stringify(state())}\n\n`);
  send();
  const timer = setInterval(send, everyMs);
  response.once('close', () => clearInterval(timer));
};

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > bodyMaxBytes) return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Whether a request is this page’s own: it ends processes, so no other page may make it, under whatever name. */
const isOwn = ({ headers: given }: IncomingMessage, port: number): boolean => {
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const isHere = origins.some((origin) => origin.endsWith(`//${given.host ?? ''}`));
  return isHere && (given.origin === undefined || origins.includes(given.origin));
};

const takeDeed = async (request: IncomingMessage, { onDeed }: PageOptions): Promise<Answer> => {
  const isJson = request.headers['content-type'] === 'application/json';
  const deed = isJson && request.headers.origin !== undefined ? readDeed(await readBody(request)) : null;
  if (deed === null) return { status: 400, type: 'text/plain', text: 'That cannot be done.' };
  onDeed(deed);
  return { status: 202, type: 'text/plain', text: 'It is being done.' };
};

/** Serves the page on 127.0.0.1; rejects when the port is taken. */
export const servePage = async (options: PageOptions): Promise<ServedPage> => {
  const { port, links, state } = options;
  const files: Record<string, Answer> = {
    '/': { status: 200, type: 'text/html', text: page(links) },
    '/cluster.css': { status: 200, type: 'text/css', text: asset('cluster.css') },
    '/cluster.js': { status: 200, type: 'text/javascript', text: asset('cluster.js') },
  };
  const nothing: Answer = { status: 404, type: 'text/plain', text: 'There is nothing here.' };
  const foreign: Answer = { status: 403, type: 'text/plain', text: 'This page answers to itself alone.' };

  const server = createServer((request, response) => {
    const { method, url = '/' } = request;
    if (!isOwn(request, port)) answerWith(response, foreign);
    else if (method === 'GET' && url === '/state') stream(response, state);
    else if (method === 'POST' && url === '/deed')
      takeDeed(request, options).then(
        (answer) => answerWith(response, answer),
        () => response.destroy(),
      );
    else answerWith(response, (method === 'GET' ? files[url] : undefined) ?? nothing);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
};
