import type { Sharing } from '@shopbell/client';
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
  /** The line that all tabs of this browser share, for who is signed in by a JWT or nobody; `undefined`: none. */
  share: (jwt: string | undefined) => Sharing | undefined;
};
