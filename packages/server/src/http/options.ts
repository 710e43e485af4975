import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import type { Edge } from '../gateway/edge.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';
import type { Folder } from './folder.ts';

/** What the HTTP side is made of. */
export type HttpOptions = {
  edge: Pick<Edge, 'address' | 'answer' | 'authenticate' | 'caller' | 'desk' | 'files' | 'isBusy'>;
  store: Pick<Store, 'ping' | 'settings' | 'shop' | 'shops'>;
  metrics: Metrics;
  logger: Logger;
  /** The origins under which browsers reach this relay, e.g. `https://chat.example`. */
  ownOrigins: () => readonly string[];
  /** The built files of the widget and of the desk. */
  widget: Folder;
  desk: Folder;
  isClosing: () => boolean;
  version: string;
};

/** What a route finds in its context: Node’s request, and the id by which the log knows this one. */
export type HttpEnv = { Bindings: HttpBindings; Variables: { requestId: string } };
