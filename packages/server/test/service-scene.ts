import type { ShopSettings } from '@shopbell/protocol';
import type { Mail } from '../src/transcript/mail.ts';
import { nonce, saying, startEdge } from './edge-kit.ts';

/** A shop that offers everything there is, but greetings. */
export const everything: ShopSettings = {
  preChat: {
    id: 'first',
    fields: [
      { kind: 'name', id: 'name', label: 'Name', required: true },
      { kind: 'email', id: 'email', label: 'Mail', required: false },
    ],
  },
  rating: { scale: 5 },
  transcript: { download: true, mail: true },
};

/** A relay with that shop, an agent, a shopper; mails are kept in `mails`. */
export const openService = async (
  settings: ShopSettings = everything,
  more: NonNullable<Parameters<typeof startEdge>[1]> = {},
) => {
  const mails: Mail[] = [];
  const sendMail = async (mail: Mail): Promise<void> => void mails.push(mail);
  const kit = await startEdge({}, { sendMail, ...more });
  await kit.store.saveSettings('demo', { version: 0, settings });
  const agent = await kit.staff('agent');
  const shopper = await kit.shopper();
  const ring = async (text = 'Hello') =>
    (await shopper.call('message:send', { nonce: nonce(), parts: saying(text) })).conversation;
  const entriesOf = async (conversation: `cnv_${string}`) =>
    (await shopper.call('entries:list', { conversation, limit: 200 })).entries as unknown as {
      seq: number;
      type: string;
      data: never;
      by: { kind: string; name: string };
    }[];
  return {
    ...kit,
    agent,
    shopper,
    mails,
    /** Somebody else at the same shop. */
    secondShopper: () => kit.shopper(),
    ring,
    entriesOf,
    reply: (conversation: `cnv_${string}`, text: string) =>
      agent.call('message:send', { conversation, nonce: nonce(), parts: saying(text) }),
    close: (conversation: `cnv_${string}`) =>
      agent.call('conversation:close', { conversation, nonce: nonce() }),
  };
};
