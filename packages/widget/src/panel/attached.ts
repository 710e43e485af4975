import type { UploadState } from '@shopbell/client';

/** A file the shopper has picked for the next message. `preview`: a small picture of it as a `data:` address. */
export type Attached = {
  key: string;
  name: string;
  bytes: number;
  preview: string | null;
  upload: UploadState;
};

/** What waits in the composer beside the words. */
export type Attachments = {
  /** Whether the shopper has opened the place for files. */
  isOpen: boolean;
  files: readonly Attached[];
  /** The message goes as soon as they are through. */
  goesWhenThrough: boolean;
};

export const noAttachments: Attachments = { isOpen: false, files: [], goesWhenThrough: false };
