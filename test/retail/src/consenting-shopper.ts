import { freshNonce, shopper, signInSecret, type RunningRelay } from '@shopbell-test/kit';
import { SignJWT } from 'jose';

type Where = Pick<RunningRelay, 'url' | 'shop' | 'origin'>;

/** A shopper on a connection of their own who says yes to every plan they are shown. */
export type ConsentingShopper = Disposable & {
  /** Begins a conversation and listens to it; resolves to its id. */
  begin(text: string): Promise<string>;
  /** What the relay did not take of their answers. */
  readonly troubles: readonly string[];
};

type Shown = {
  type: string;
  data: { action?: string; step?: string; plan?: { confirm: boolean; digest: string } };
};

const signIn = (shop: string, customer: string): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .setSubject(customer)
    .setAudience(shop)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(Buffer.from(signInSecret, 'base64url'));

/** Comes to the shop, signed in as a customer or as a stranger (`null`). */
export const consentingShopper = async (
  relay: Where,
  customer: string | null,
): Promise<ConsentingShopper> => {
  const open = customer === null ? {} : { jwt: await signIn(relay.shop, customer) };
  const peer = await shopper(relay, { open });
  const troubles: string[] = [];
  const confirm = async ({ data: { action, plan } }: Shown): Promise<void> => {
    const reply = await peer.ask('action:confirm', { action, digest: plan?.digest, nonce: freshNonce() });
    if (!reply.ok) troubles.push(`${action} could not be confirmed: ${reply.error.message}`);
  };
  peer.onEvent((event, payload) => {
    const entry = payload as Shown;
    if (event !== 'entry:appended' || entry.type !== 'action') return;
    if (entry.data.step === 'planned' && entry.data.plan?.confirm)
      confirm(entry).catch((error: unknown) => troubles.push(String(error)));
  });
  return {
    begin: async (text) => {
      const { conversation, seq } = await peer.say(text);
      await peer.call('conversation:watch', { conversation, after: seq });
      return conversation;
    },
    troubles,
    [Symbol.dispose]: () => peer.close(),
  };
};
