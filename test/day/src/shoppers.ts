import { freshNonce } from '@shopbell-test/kit';

/** Somebody at the shop, over HTTP: a thousand of them need no thousand sockets. */
export type Shopper = { say: (text: string, more?: object) => Promise<string> };

type Reply = { ok: true; data: Record<string, unknown> } | { ok: false; error: { message: string } };

const post = async (url: string, headers: Record<string, string>, input: object) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  });
  const reply = (await response.json()) as Reply;
  if (reply.ok) return reply.data;
  throw new Error(`${url}: ${reply.error.message}`);
};

/** Comes to the shop. */
export const arrive = async ({ url, shop }: { url: string; shop: string }): Promise<Shopper> => {
  const own = { 'shopbell-shop': shop };
  const { token } = await post(`${url}/v1/shopper/session:open`, own, {});
  const headers = { ...own, authorization: `Bearer ${token as string}` };
  return {
    say: async (text, more = {}) => {
      const input = { nonce: freshNonce(), parts: [{ kind: 'text', text }], ...more };
      const { conversation } = await post(`${url}/v1/shopper/message:send`, headers, input);
      return conversation as string;
    },
  };
};
