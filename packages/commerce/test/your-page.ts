import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const relay = process.env['SHOPBELL_URL'] ?? 'http://127.0.0.1:4701';
const secret = process.env['SHOPBELL_SIGN_IN_SECRET'] ?? '';
const port = Number(process.env['PORT'] ?? 3000);

// Who is signed in at your shop. Here: always Ada, customer c-1.
const token = (): string => {
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { aud: 'demo', sub: 'c-1', name: 'Ada Park', email: 'ada@example.com' };
  const text = [
    { alg: 'HS256', kid: 'default', typ: 'JWT' },
    { ...claims, iat: seconds, exp: seconds + 300 },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

const page = `<!doctype html><title>Demo shop</title><h1>Hello, Ada</h1>
<script>
  (window.Shopbell ??= []).push(['identify', { jwt: async () => (await fetch('/chat-token')).text() }]);
</script>
<script async src="${relay}/shopbell.js" data-shop="demo"></script>`;

createServer((request, response) => {
  response.setHeader('Content-Type', request.url === '/chat-token' ? 'text/plain' : 'text/html');
  response.end(request.url === '/chat-token' ? token() : page);
}).listen(port, () => console.log(`The shop is at http://localhost:${port}`));
