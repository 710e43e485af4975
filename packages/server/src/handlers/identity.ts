import { refuse, type ConversationId, type ShopperId } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { relay } from '../actions/steps.ts';
import { mintSecret } from '../gate/tokens.ts';
import { decideIdentityAsk, decideIdentityStep, maskAddress } from '../rules/identity.ts';
import type { AppendResult } from '../store/store.ts';
import {
  appendTo,
  authorOf,
  conversationFor,
  notFound,
  shopperOf,
  type ShopperContext,
  type ShopperHandlers,
  type StaffHandlers,
} from './context.ts';
import { storedForStaff } from './reply-data.ts';
import { renewToken } from './shopper-session.ts';

/** `identity:ask`: the shop’s side asks the shopper to prove their address. */
export const askIdentity: StaffHandlers['identity:ask'] = async (context, place) => {
  // First whose it is: to anybody else it is not there, whatever this relay can do.
  await conversationFor(context, place.conversation);
  context.codes.requireSender();
  return storedForStaff(await appendTo(context, place, decideIdentityAsk));
};

type Place = { conversation: ConversationId; nonce: string };

/** What became of this very nonce before, if anything; with another body it is refused. */
const knownStep = async (context: ShopperContext, { conversation, nonce }: Place, body: string) => {
  const by = authorOf(context);
  const known: AppendResult | null = await context.store.known({ by, nonce, conversation, body });
  if (known && !known.ok) throw refuse(known.code, known.message);
  return known;
};

/** Writes down that it did not work, once per code. */
const noteFailure = async (
  { decide, identity }: ShopperContext,
  { conversation, nonce }: Place,
  why: 'tries' | 'sending',
): Promise<void> => {
  await decide({ shop: identity.shop, conversation, by: relay, nonce }, (state) => {
    if (!state) throw notFound('conversation');
    return decideIdentityStep({ step: 'failed', why });
  });
};

/** `identity:request-code`: sends a code. The answer is the same whoever’s the address is. */
export const requestCode: ShopperHandlers['identity:request-code'] = async (context, input) => {
  const { conversation, email, locale } = input;
  const { codes, identity, caller, store } = context;
  const { id: shopper } = shopperOf(context);
  await conversationFor(context, conversation);
  const shop = await store.shop(identity.shop);
  if (!shop) throw notFound('shop');
  const body = `sent ${email}`;
  const known = await knownStep(context, input, body);
  if (known) return { expiresAt: known.entry.at + times.identityCodeMs };
  const to = { shopper, email, locale, address: caller.address };
  const sent = await codes.send({ shop: shop.id, shopName: shop.name, ...to });
  const { id, expiresAt, isSent } = sent;
  if (!isSent) {
    await noteFailure(context, { conversation, nonce: `unsent_${id}` }, 'sending');
    throw refuse('unavailable', 'The code could not be sent. Try again in a moment, or sign in at the shop.');
  }
  await appendTo(context, input, () =>
    decideIdentityStep({ step: 'sent', address: maskAddress(email) }, body),
  );
  return { expiresAt };
};

const noCode = () =>
  refuse('conflict', 'There is no code to enter here, or its time is over. Ask for a new one.');

const wrongCode = (triesLeft: number) =>
  refuse(
    'forbidden',
    triesLeft === 0
      ? 'This is not the code, and it was the last try. Ask for a new one.'
      : 'This is not the code. Compare it with the mail and try again.',
    { field: 'code', triesLeft },
  );

/** What the shopper has proved; a proof that is void meanwhile is none. */
const provedBy = async ({ store, identity }: ShopperContext, shopper: ShopperId) => {
  const proved = (await store.shopper(identity.shop, shopper))?.proved;
  if (!proved) throw noCode();
  return { email: proved.email, until: proved.until };
};

/** The code as it is judged: for whom, by which token and nonce, and what that token makes way for. */
const confirmation = (context: ShopperContext, nonce: string) => {
  const { shop, tokenDigest, next = () => mintSecret('shopper') } = context.identity;
  return { shop, shopper: shopperOf(context).id, token: tokenDigest ?? '', nonce, next };
};

/**
 * `identity:confirm-code`: judges the code; right, it raises what the shopper is, and the token rotates with it. The same
 * confirmation again, for a minute and by who has the code too, is answered with the same token: the answer may have been lost.
 */
export const confirmCode: ShopperHandlers['identity:confirm-code'] = async (context, input) => {
  const { codes } = context;
  const { conversation, code } = input;
  const { id: shopper } = shopperOf(context);
  await conversationFor(context, conversation);
  // Not the code: what is stored with a nonce is a plain digest of what was sent.
  const body = 'proved';
  const isKnown = (await knownStep(context, input, body)) !== null;
  const by = confirmation(context, input.nonce);
  const judged = (await codes.repeat(by, code)) ?? (isKnown ? null : await codes.confirm(by, code));
  if (judged === null) {
    if (isKnown && !context.identity.isVoid) return provedBy(context, shopper);
    throw noCode();
  }
  if ('triesLeft' in judged) {
    const { triesLeft, id } = judged;
    if (triesLeft === 0 && !isKnown)
      await noteFailure(context, { conversation, nonce: `failed_${id}` }, 'tries');
    throw wrongCode(triesLeft);
  }
  const { token } = judged;
  await renewToken(context, token);
  const { email, until } = await provedBy(context, shopper);
  await appendTo(context, input, () =>
    decideIdentityStep({ step: 'proved', address: maskAddress(email) }, body),
  );
  return { email, until, token };
};
