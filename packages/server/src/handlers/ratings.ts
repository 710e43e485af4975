import { decideRating, type Rated } from '../rules/ratings.ts';
import { appendTo, conversationFor, type ShopperHandlers } from './context.ts';
import { storedForShopper } from './reply-data.ts';

/** Nothing but notes and ratings comes after a closing: it is among so many, or too long ago to be rated. */
const looksBack = 200;

/** `rating:give`. */
export const giveRating: ShopperHandlers['rating:give'] = async (context, { score, comment, ...place }) => {
  const { store, settings, identity, now } = context;
  await conversationFor(context, place.conversation);
  const { rating } = (await settings.of(identity.shop)).settings;
  const reader = { side: 'staff', shop: identity.shop } as const;
  const page = await store.entries(reader, { conversation: place.conversation, limit: looksBack });
  const latest = (page?.entries ?? []).map((wire) => JSON.parse(wire) as Rated);
  const ground = { scale: rating?.scale, latest, now: now() };
  const appended = await appendTo(context, place, (state) => decideRating(state, { score, comment }, ground));
  return storedForShopper(appended);
};
