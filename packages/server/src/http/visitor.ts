import { refuse } from '@shopbell/protocol';
import type { Context } from 'hono';
import type { HttpEnv, HttpOptions } from './options.ts';

/** The secret of `Authorization: Bearer …`, if there is one. */
export const bearerOf = (c: Context<HttpEnv>): string | undefined =>
  /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

const shopOf = async (c: Context<HttpEnv>, { store }: HttpOptions): Promise<string> => {
  const named = c.req.header('shopbell-shop');
  if (named !== undefined) return named;
  const [only, ...others] = await store.shops();
  if (only !== undefined && others.length === 0) return only.id;
  throw refuse('bad_request', 'Send the header “Shopbell-Shop: <shop>”: this relay has several shops.');
};

/** Who asks, on the shopper’s side, for which command. Without a token: a newcomer. Throws a `ShopbellError`. */
export const shopperCaller = async (c: Context<HttpEnv>, options: HttpOptions, command?: string) => {
  const { edge } = options;
  const address = edge.address(c.env.incoming);
  const identity = await edge.authenticate.shopper({
    shop: await shopOf(c, options),
    token: bearerOf(c),
    origin: c.req.header('origin'),
    via: 'http',
    isConfirming: command === 'identity:confirm-code',
    address,
  });
  return edge.caller(identity, address);
};

/** A browser leaves `Origin` out when it reads from its own origin; it says so by `Sec-Fetch-Site`. */
const staffOrigin = (c: Context<HttpEnv>, { ownOrigins }: HttpOptions): string | undefined =>
  c.req.header('origin') ?? (c.req.header('sec-fetch-site') === 'same-origin' ? ownOrigins()[0] : undefined);

/** Who asks, on the agents’ side, by key or desk session. Throws a `ShopbellError`. */
export const staffIdentity = async (c: Context<HttpEnv>, options: HttpOptions) => {
  const secret = bearerOf(c);
  if (secret === undefined)
    throw refuse(
      'unauthenticated',
      'Send the header “Authorization: Bearer <key>”. `shopbell key create` makes keys.',
    );
  const address = options.edge.address(c.env.incoming);
  return options.edge.authenticate.staff({ secret, origin: staffOrigin(c, options), address });
};

/** The same as a caller of commands. */
export const staffCaller = async (c: Context<HttpEnv>, options: HttpOptions) =>
  options.edge.caller(await staffIdentity(c, options), options.edge.address(c.env.incoming));

/** Who asks, on whichever side: a secret tells which. Throws a `ShopbellError` where there is none. */
export const anyCaller = async (c: Context<HttpEnv>, options: HttpOptions) => {
  const bearer = bearerOf(c);
  if (bearer === undefined)
    throw refuse('unauthenticated', 'Send the header “Authorization: Bearer <key or token>”.');
  return bearer.startsWith('sbt_') ? shopperCaller(c, options) : staffCaller(c, options);
};
