import { sendByFetch, sendByXhr } from '@shopbell/client';
import { isRetryable, refuse, ShopbellError, type ConversationId, type StoredFile } from '@shopbell/protocol';
import { askAgain, type AgentConnection } from './connect.ts';
import type { FileAddresses, FileReader, FileSource, UploadOptions } from './file-types.ts';
import { newNonce } from './nonce.ts';

/** The relay’s address, and the key one has there. */
export type Target = { url: string; key: string };

const attemptsMost = 5;
const waitMs = (attempt: number): number => Math.random() * Math.min(10_000, 500 * 2 ** attempt);

type Named = { bytes: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>; name: string };

const fileAt = async (path: string): Promise<Named> => {
  // Not imported: browsers load this module, too.
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (!fs) throw refuse('bad_request', 'There are no paths in a browser: give the file itself.');
  const name = path.split(/[/\\]/).at(-1) ?? '';
  try {
    return { bytes: await fs.openAsBlob(path), name };
  } catch {
    throw refuse('not_found', `There is no file at ${path}.`);
  }
};

const readSource = async (source: FileSource): Promise<Named> => {
  if (typeof source === 'string') return fileAt(source);
  const name = typeof File === 'function' && source instanceof File ? source.name : 'file';
  return { bytes: source, name };
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });

/** Sends a file to a conversation, under one nonce: what breaks off begins again, but for a stream, which is gone by then. */
export const uploadTo =
  ({ url, key }: Target, conversation: ConversationId) =>
  async (
    source: FileSource,
    { name, signal = new AbortController().signal, onSent }: UploadOptions = {},
  ): Promise<StoredFile> => {
    const { bytes, name: ownName } = await readSource(source);
    const sending = { url, secret: key, name: name ?? ownName, nonce: newNonce(), conversation };
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        const isTold = bytes instanceof Blob && typeof XMLHttpRequest === 'function';
        const sent = isTold
          ? await sendByXhr(sending, bytes, { signal, onSent })
          : await sendByFetch(sending, bytes, { signal });
        return sent.file;
      } catch (error) {
        signal.throwIfAborted();
        const isFinal = !(error instanceof ShopbellError) || !isRetryable(error.code);
        if (isFinal || attempt === attemptsMost || bytes instanceof ReadableStream) throw error;
        await pause((error.details.retryAfterMs ?? 0) + waitMs(attempt), signal);
      }
    }
  };

/** What reads files. */
export const createFileReader = ({ url }: Target, connection: AgentConnection): FileReader => {
  const fileLink: FileReader['fileLink'] = async (file) => {
    const id = typeof file === 'string' ? file : file.id;
    const link = await askAgain(connection, 'file:link', { file: id });
    const absolute = (path: string): string => new URL(path, url).href;
    const addresses: FileAddresses = { url: absolute(link.url), expiresAt: link.expiresAt };
    return link.thumbnail === undefined ? addresses : { ...addresses, thumbnail: absolute(link.thumbnail) };
  };
  return {
    fileLink,
    readFile: async (file) => {
      const response = await fetch((await fileLink(file)).url);
      if (response.ok && response.body) return response.body;
      throw refuse('not_found', 'This file is no longer there.');
    },
  };
};
