import type { StaticFile } from './folder.ts';

const choose = (file: StaticFile, accepts: string): { body: Buffer; encoding: string | null } => {
  if (file.brotli && /\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepts))
    return { body: file.brotli, encoding: 'br' };
  if (file.gzip && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepts))
    return { body: file.gzip, encoding: 'gzip' };
  return { body: file.body, encoding: null };
};

const isFresh = (request: Request, etag: string): boolean =>
  (request.headers.get('if-none-match') ?? '')
    .split(',')
    .some((known) => known.trim().replace(/^W\//, '') === etag);

/** A file as a response: compressed as the browser likes, 304 when it has it, immutable when the name is hashed. */
export const serveFile = (
  request: Request,
  file: StaticFile,
  extra: Readonly<Record<string, string>> = {},
): Response => {
  const { body, encoding } = choose(file, request.headers.get('accept-encoding') ?? '');
  const etag = `"${file.etag}${encoding === null ? '' : `-${encoding}`}"`;
  const headers = new Headers({
    'content-type': file.type,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
    ...extra,
  });
  if (isFresh(request, etag)) return new Response(null, { status: 304, headers });
  headers.set('content-length', String(body.byteLength));
  if (encoding !== null) headers.set('content-encoding', encoding);
  return new Response(new Uint8Array(body), { headers });
};
