import type { Said } from './run-demo.ts';

type Answer<T> = { ok: true; data: T } | { ok: false; error: { code: string } };
type Body = Record<string, unknown>;

type Request = { url: string; body: Body; headers: Record<string, string> };

const ask = async <T>({ url, body, headers }: Request): Promise<T> => {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  const answer = (await response.json()) as Answer<T>;
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(answer.error)}`);
  return answer.data;
};
const nonce = (): string => crypto.randomUUID();

/** Nora, signed in at the desk by the link the demo gave. */
export const noraAtTheDesk = async ({ relay, deskLink }: Said) => {
  const origin = new URL(relay).origin;
  const code = new URL(deskLink).hash.replace('#code=', '');
  const { key } = await ask<{ key: string }>({
    url: `${relay}v1/desk/sign-in`,
    body: { code },
    headers: { origin },
  });
  const headers = { origin, authorization: `Bearer ${key}` };
  const call = <T>(command: string, body: Body): Promise<T> =>
    ask<T>({ url: `${relay}v1/agent/${command}`, body, headers });
  return {
    call,
    run: (conversation: string, name: string, input: Body) =>
      call<{ action: string }>('action:request', {
        conversation,
        nonce: nonce(),
        name,
        input,
        audience: 'everyone',
      }),
    entries: async (conversation: string) =>
      (
        await call<{ entries: { type: string; data: Body; staffData?: Body }[] }>('entries:list', {
          conversation,
        })
      ).entries,
  };
};

/** A shopper in the shop’s page, with the shop’s token if there is one. */
export const shopperInTheShop = async ({ shop, relay }: Said, jwt?: string) => {
  const headers: Record<string, string> = { origin: new URL(shop).origin, 'shopbell-shop': 'demo' };
  const call = <T>(command: string, body: Body): Promise<T> =>
    ask<T>({ url: `${relay}v1/shopper/${command}`, body, headers });
  const opened = await call<{ token: string; shopper: { verified: boolean } }>(
    'session:open',
    jwt === undefined ? {} : { jwt },
  );
  headers['authorization'] = `Bearer ${opened.token}`;
  return {
    shopper: opened.shopper,
    call,
    say: async (text: string): Promise<string> =>
      (
        await call<{ conversation: string }>('message:send', {
          nonce: nonce(),
          parts: [{ kind: 'text', text }],
        })
      ).conversation,
    entries: async (conversation: string) =>
      (await call<{ entries: { type: string; data: Body }[] }>('entries:list', { conversation })).entries,
  };
};

/** Signs in at the shop and takes the token by which it vouches for one. */
export const jwtFromTheShop = async ({ shop }: Said, sub: string): Promise<string> => {
  const { origin } = new URL(shop);
  const form = new URLSearchParams({ sub, next: '/orders' });
  const signedIn = await fetch(`${shop}sign-in`, {
    method: 'POST',
    body: form,
    headers: { origin },
    redirect: 'manual',
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  const response = await fetch(`${shop}chat-identity`, { method: 'POST', headers: { cookie, origin } });
  return ((await response.json()) as { jwt: string }).jwt;
};
