import { refuse } from '@shopbell/protocol';
import type { Context, Hono } from 'hono';
import type { FileRoom } from '../files/file-room.ts';
import { anyCaller } from './visitor.ts';
import type { HttpEnv, HttpOptions } from './options.ts';
import { replyResponse } from './reply.ts';

const headerMaxChars = 2_000;

/** The file’s name, percent-encoded: header fields carry no other letters. It stands in no address, and so in no log. */
const nameOf = (c: Context<HttpEnv>): string => {
  const encoded = c.req.header('shopbell-file-name') ?? '';
  try {
    if (encoded.length <= headerMaxChars) return decodeURIComponent(encoded);
  } catch {
    // Said below.
  }
  throw refuse(
    'bad_request',
    'The header “Shopbell-File-Name” must be the name, percent-encoded, at most 2000 characters.',
  );
};

const lengthOf = (c: Context<HttpEnv>): number | null => {
  const length = c.req.header('content-length');
  return length === undefined ? null : Number(length);
};

const roomOf = ({ edge }: HttpOptions): FileRoom => {
  if (edge.files === null) throw refuse('not_found', 'This relay takes no files.');
  return edge.files;
};

/** `POST /v1/uploads?nonce=…&conversation=…`: a file’s bytes, as they are, by token, key or desk session. */
export const addUploads = (app: Hono<HttpEnv>, options: HttpOptions): void => {
  app.post('/v1/uploads', async (c) => {
    const caller = await anyCaller(c, options);
    const { conversation, nonce } = c.req.query();
    // Node’s own stream: it holds the sender back while the disk is busy.
    const source = c.env.incoming;
    const asked = { conversation, nonce, name: nameOf(c), length: lengthOf(c), source };
    return replyResponse({ ok: true, data: await roomOf(options).take(caller, asked) });
  });
};
