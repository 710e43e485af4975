import type { Hono } from 'hono';
import { readJson } from './body.ts';
import type { HttpEnv, HttpOptions } from './options.ts';
import { replyResponse } from './reply.ts';
import { shopperCaller, staffCaller } from './visitor.ts';

/** Every command of the sockets by `POST`, through the same `answer`. */
export const addCommands = (app: Hono<HttpEnv>, options: HttpOptions): void => {
  const { edge } = options;
  app.post('/v1/shopper/:command', async (c) => {
    const command = c.req.param('command');
    const caller = await shopperCaller(c, options, command);
    return replyResponse(await edge.answer(caller, command, await readJson(c.req.raw)));
  });
  app.post('/v1/agent/:command', async (c) => {
    const caller = await staffCaller(c, options);
    return replyResponse(await edge.answer(caller, c.req.param('command'), await readJson(c.req.raw)));
  });
};
