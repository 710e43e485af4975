import type { PageSide, ToPage, ToPanel } from './messages.ts';
import { readToPanel } from './read-to-panel.ts';

/**
 * The only passage between page and frame, and the only file with `postMessage`:
 *
 *   page ─── 'shopbell' + port, to the relay's exact origin ───▶ frame (is the sender its parent, of the shop's origins?)
 *   page ◀═════════════════════ MessageChannel ═════════════════════▶ frame
 */

/** The page's end: returns how to send. If another origin than the relay's stands in the frame, the browser drops the port. */
export const offerBridge = (
  frame: Window,
  relayOrigin: string,
  hear: PageSide,
): ((message: ToPanel) => void) => {
  const { port1, port2 } = new MessageChannel();
  // The panel is of the origin this very script came from: its calls need no second check.
  port1.addEventListener('message', ({ data: [name, ...values] }) => hear[name as 'look'](...(values as [])));
  port1.start();
  frame.postMessage('shopbell', relayOrigin, [port2]);
  return (message) => {
    try {
      port1.postMessage(message);
    } catch {
      // The page’s script said something that is no data, as a function: it is as if it had not.
    }
  };
};

/** The panel's end: hands over how to send, with the first port the parent offers from one of the shop's origins. */
export const acceptBridge = (
  origins: readonly string[],
  hear: (message: ToPanel) => void,
): Promise<(message: ToPage) => void> =>
  new Promise((resolve) => {
    const onMessage = ({ source, origin, data, ports: [port] }: MessageEvent): void => {
      if (source !== window.parent || !origins.includes(origin) || data !== 'shopbell' || !port) return;
      removeEventListener('message', onMessage);
      port.addEventListener('message', (event) => {
        const message = readToPanel(event.data);
        if (message) hear(message);
      });
      port.start();
      resolve((message) => port.postMessage(message));
    };
    addEventListener('message', onMessage);
  });

/** Where the frames of one origin hear each other, whichever tab they are in; not who speaks. */
export const openChannel = <T>(name: string) => {
  const channel = new BroadcastChannel(name);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin than one’s own
    say: (message: T): void => channel.postMessage(message),
    hear: (listener: (message: T) => void): void =>
      channel.addEventListener('message', ({ data }) => listener(data as T)),
    close: (): void => channel.close(),
  };
};
