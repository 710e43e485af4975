import { ShopbellError } from '@shopbell/protocol/errors';
import { addressOf, headersOf, readAnswer, type SendBytes } from './send-bytes.ts';
import { disconnected } from './transport.ts';

/** What `fetch` sends: whole, or as it is made. */
export type Bytes = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** By `fetch`, outside browsers: a stream leaves as it comes, and is never whole in memory. */
export const sendByFetch: SendBytes<Bytes> = async (sending, bytes, { signal }) => {
  try {
    const request = { method: 'POST', headers: headersOf(sending), body: bytes, duplex: 'half', signal };
    const response = await fetch(addressOf(sending), request);
    return readAnswer(await response.text());
  } catch (error) {
    throw error instanceof ShopbellError ? error : disconnected();
  }
};
