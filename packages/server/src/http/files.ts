import type { Hono } from 'hono';
import { Readable } from 'node:stream';
import { disposition } from '../files/file-name.ts';
import type { HttpEnv, HttpOptions } from './options.ts';
import { plainPage } from './page.ts';

/** Nothing in a file runs, loads or is framed, whatever a browser takes it for. */
const inert = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const nothing = (): Response =>
  plainPage({
    status: 404,
    title: 'Not found',
    lines: ['This address is not good any more. Open the file again from the conversation.'],
  });

/**
 * `GET /files/<id>/<sealed>`: bytes by an address that `file:link` gave. Only pictures that were encoded anew here are shown;
 * everything else is a download of no type.
 */
export const addFiles = (app: Hono<HttpEnv>, { edge }: HttpOptions): void => {
  app.get('/files/*', async (c) => {
    const file = (await edge.files?.read(c.req.path)) ?? null;
    if (file === null) return nothing();
    const { name, type, isPicture, bytes, stream } = file;
    const isHead = c.req.method === 'HEAD';
    if (isHead) stream.destroy();
    return new Response(isHead ? null : (Readable.toWeb(stream) as ReadableStream), {
      headers: {
        'content-type': isPicture ? type : 'application/octet-stream',
        'content-length': String(bytes),
        'content-disposition': disposition(isPicture ? 'inline' : 'attachment', name),
        'content-security-policy': inert,
        // What is erased is not to be found in a browser’s store afterwards.
        'cache-control': 'private, no-store',
      },
    });
  });
};
