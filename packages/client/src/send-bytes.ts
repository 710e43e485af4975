import type { Uploaded } from '@shopbell/protocol';
import { ShopbellError } from '@shopbell/protocol/errors';
import { disconnected, unwrap } from './transport.ts';

/** Where bytes go, whose they are and what they are called. */
export type Sending = {
  url: string;
  /** The shopper’s shop; absent on the agents’ side. */
  shop?: string | undefined;
  secret: string | undefined;
  name: string;
  nonce: string;
  conversation?: string | undefined;
};

/** Sends bytes once; rejects with a `ShopbellError`. `onSent` hears how many have left, where that can be told. */
export type SendBytes<B> = (
  sending: Sending,
  bytes: B,
  watch: { signal: AbortSignal; onSent?: ((bytes: number) => void) | undefined },
) => Promise<Uploaded>;

export const addressOf = ({ url, nonce, conversation }: Sending): URL => {
  const address = new URL('/v1/uploads', url);
  address.searchParams.set('nonce', nonce);
  if (conversation !== undefined) address.searchParams.set('conversation', conversation);
  return address;
};

export const headersOf = ({ shop, secret, name }: Sending): Record<string, string> => ({
  'Content-Type': 'application/octet-stream',
  // Cut where it would be too long for a header, however it is spelt; the relay cuts further.
  'Shopbell-File-Name': encodeURIComponent(name.slice(-150).toWellFormed()),
  ...(shop === undefined ? {} : { 'Shopbell-Shop': shop }),
  ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }),
});

/** The relay’s envelope; what cannot be read was cut off, or comes from something in between. */
export const readAnswer = (text: string): Uploaded => {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    throw disconnected();
  }
  return unwrap(reply) as Uploaded;
};

/** By `XMLHttpRequest`: of all a browser has, the only one that tells how much has left. */
export const sendByXhr: SendBytes<Blob> = (sending, bytes, { signal, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(sending));
    for (const [name, value] of Object.entries(headersOf(sending))) request.setRequestHeader(name, value);
    const stop = (): void => request.abort();
    signal.addEventListener('abort', stop);
    request.upload.addEventListener('progress', ({ loaded }) => onSent?.(loaded));
    request.addEventListener('loadend', () => {
      signal.removeEventListener('abort', stop);
      try {
        resolve(readAnswer(request.responseText));
      } catch (error) {
        reject(error instanceof ShopbellError ? error : disconnected());
      }
    });
    request.send(bytes);
  });
