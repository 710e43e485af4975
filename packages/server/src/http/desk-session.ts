import { refuse } from '@shopbell/protocol';
import type { Hono } from 'hono';
import { z } from 'zod';
import { readJson } from './body.ts';
import type { HttpEnv, HttpOptions } from './options.ts';
import { replyResponse } from './reply.ts';
import { bearerOf } from './visitor.ts';

const SignIn = z.strictObject({ code: z.string().min(1).max(200) });

/** `POST /v1/desk/sign-in` takes a one-time code; `POST /v1/desk/sign-out` ends the session. */
export const addDeskSession = (app: Hono<HttpEnv>, { edge }: HttpOptions): void => {
  app.post('/v1/desk/sign-in', async (c) => {
    const body = SignIn.safeParse(await readJson(c.req.raw));
    if (!body.success)
      throw refuse('bad_request', 'Send `{ "code": "sbc_…" }`, the code of the desk’s link.', {
        field: 'code',
      });
    const { code } = body.data;
    const origin = c.req.header('origin');
    const address = edge.address(c.env.incoming);
    return replyResponse({ ok: true, data: await edge.desk.signIn({ code, origin, address }) });
  });
  app.post('/v1/desk/sign-out', async (c) => {
    const secret = bearerOf(c);
    if (secret === undefined)
      throw refuse('unauthenticated', 'Send the header “Authorization: Bearer <desk session>”.');
    await edge.desk.signOut({ secret, origin: c.req.header('origin') });
    return replyResponse({ ok: true, data: {} });
  });
};
