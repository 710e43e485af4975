import { refuse, sizes } from '@shopbell/protocol';

const tooLarge = () =>
  refuse('too_large', `The body is larger than ${sizes.packetMaxBytes} bytes. Send less at once.`);

const readBounded = async (request: Request): Promise<Uint8Array> => {
  if (Number(request.headers.get('content-length') ?? 0) > sizes.packetMaxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body === null) return new Uint8Array();
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > sizes.packetMaxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/**
 * The JSON of a request’s body; an empty body reads as `{}`.
 * Refuses other content types, more than `sizes.packetMaxBytes`, broken UTF-8 and broken JSON.
 */
export const readJson = async (request: Request): Promise<unknown> => {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const bytes = await readBounded(request);
  if (bytes.byteLength === 0) return {};
  // Not only tidiness: a page of another origin cannot send this type without a preflight.
  if (type !== 'application/json')
    throw refuse('bad_request', 'Send the body as JSON with the header “Content-Type: application/json”.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('bad_request', 'The body is not valid JSON.');
  }
};
