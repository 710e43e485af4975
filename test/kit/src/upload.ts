import type { Reply } from './peer.ts';
import { freshNonce } from './people.ts';
import type { RunningRelay } from './relay.ts';

/** What is sent: whose (a token or a key), to where, under which name. */
export type Sending = {
  secret: string;
  bytes: Uint8Array<ArrayBuffer> | string;
  name?: string;
  conversation?: string;
  nonce?: string;
};

/** Sends a file’s bytes as anybody would, and resolves to the reply, whatever it says. */
export const upload = async (
  { url, shop }: Pick<RunningRelay, 'url' | 'shop'>,
  { secret, bytes, name = 'tin.txt', conversation, nonce = freshNonce() }: Sending,
): Promise<Reply & { status: number }> => {
  const query = new URLSearchParams({ nonce, ...(conversation === undefined ? {} : { conversation }) });
  const answered = await fetch(`${url}/v1/uploads?${query.toString()}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'shopbell-shop': shop,
      'shopbell-file-name': encodeURIComponent(name.toWellFormed()),
      'content-type': 'application/octet-stream',
    },
    body: bytes,
  });
  return { status: answered.status, ...((await answered.json()) as Reply) };
};

/** The same and the id of the file. Throws when the relay says no. */
export const sendFile = async (
  at: Pick<RunningRelay, 'url' | 'shop'>,
  sending: Partial<Sending> & { secret: string },
): Promise<string> => {
  const reply = await upload(at, { bytes: 'What a file holds.', ...sending });
  if (!reply.ok) throw new Error(`upload: ${reply.error.code}: ${reply.error.message}`);
  return (reply.data['file'] as { id: string }).id;
};
