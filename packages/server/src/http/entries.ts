import { refuse, sizes } from '@shopbell/protocol';
import type { Hono } from 'hono';
import { z } from 'zod';
import type { HttpEnv, HttpOptions } from './options.ts';
import { replyResponse, type Reply } from './reply.ts';
import { anyCaller } from './visitor.ts';

const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min}`)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .optional();
const Query = z.strictObject({
  after: whole(0),
  before: whole(1),
  limit: whole(1, sizes.pageSizeMax),
  waitMs: whole(0, sizes.waitMaxMs),
});
type Query = z.infer<typeof Query>;

const readQuery = (query: Record<string, string>): Query => {
  const parsed = Query.safeParse(query);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    if (field === '') throw refuse('bad_request', `The query is wrong: ${issue?.message}`);
    throw refuse('bad_request', `The query is wrong: ${field}: ${issue?.message}`, { field });
  }
  if ((parsed.data.waitMs ?? 0) > 0 && parsed.data.after === undefined)
    throw refuse('bad_request', '`waitMs` needs `after`: the place to wait behind.', { field: 'after' });
  return parsed.data;
};

const isEmpty = ({ data }: { data: unknown }): boolean =>
  typeof data === 'object' && data !== null && 'entries' in data && Array.isArray(data.entries)
    ? data.entries.length === 0
    : false;

type Call = (command: string, input: unknown) => Promise<Reply>;
/** A page; when there is nothing yet and the asker waits, the page after the first entry came or the time was over. */
const readEntries = async (call: Call, conversation: string, query: Query): Promise<Reply> => {
  const { waitMs = 0, ...place } = query;
  const list = () => call('entries:list', { conversation, ...place });
  const page = await list();
  if (!page.ok || waitMs === 0 || !isEmpty(page)) return page;
  const waited = await call('entries:wait', { after: { [conversation]: place.after }, waitMs });
  return waited.ok && isEmpty(waited) ? page : waited.ok ? list() : waited;
};

/** `GET /v1/conversations/{id}/entries` for keys, desk sessions and shoppers’ tokens. */
export const addEntries = (app: Hono<HttpEnv>, options: HttpOptions): void => {
  app.get('/v1/conversations/:id/entries', async (c) => {
    const caller = await anyCaller(c, options);
    const call: Call = (command, input) => options.edge.answer(caller, command, input);
    return replyResponse(await readEntries(call, c.req.param('id'), readQuery(c.req.query())));
  });
};
