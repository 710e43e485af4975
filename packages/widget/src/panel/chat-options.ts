import type { Sharing } from '@shopbell/client';
import type { AnyEntry } from '@shopbell/protocol';
import type { ToPage } from '../bridge/messages.ts';
import type { Keeping } from './keeping.ts';

/** What the panel’s parts work with: the relay’s address, the shop, what is kept, and the way to the page. */
export type ChatOptions = {
  url: string;
  shop: string;
  name: string;
  /** The language the document came in. */
  locale: string;
  keeping: Keeping;
  toPage: (message: ToPage) => void;
  /** Tells a screen reader of what has just come in. */
  announce: (entry: AnyEntry) => void;
  /** The line that all tabs of this browser share, for who is signed in by a JWT or nobody; `undefined`: none. */
  share: (jwt: string | undefined) => Sharing | undefined;
};
