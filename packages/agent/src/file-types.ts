import type { FileId, StoredFile } from '@shopbell/protocol';

/**
 * What is sent: bytes, a file of the browser’s or of `openAsBlob`, a path on this machine, or a stream, which leaves as it comes
 * and can be sent once.
 */
export type FileSource = Blob | Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array>;

export type UploadOptions = {
  /** What it is called; by default the file’s own name. */
  name?: string;
  signal?: AbortSignal;
  /** How many bytes have left, in browsers. */
  onSent?: (bytes: number) => void;
};

/** Where a file’s bytes can be read, whole and (of a picture) small, until a time. Whoever has an address can read. */
export type FileAddresses = { url: string; thumbnail?: string; expiresAt: number };

/** What an agent does with files. */
export interface FileReader {
  /** Addresses for a few minutes, for an `<img>` or a download. Refused with `not_found` for what is not one’s to read. */
  fileLink(file: FileId | StoredFile): Promise<FileAddresses>;
  /** A file’s bytes as they come. */
  readFile(file: FileId | StoredFile): Promise<ReadableStream<Uint8Array>>;
}
