import type { Card, Json, Money } from '@shopbell/protocol';
import type { ActionStory } from '../thread/stories.ts';

/** An order as it is listed beside a conversation. */
export type OrderLineUp = { number: string; placedAt: number; status: string; total: Money };

type Shape = { readonly [key: string]: Json | undefined };
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readOrder = (value: Json): OrderLineUp[] => {
  if (!isShape(value) || !isShape(value.total)) return [];
  const { number, placedAt, status, total } = value;
  if (typeof number !== 'string' || typeof placedAt !== 'number' || typeof status !== 'string') return [];
  const { amount, currency } = total;
  if (typeof amount !== 'number' || typeof currency !== 'string') return [];
  return [{ number, placedAt, status, total: { amount, currency } }];
};

const fromOutput = (output: Json | undefined): OrderLineUp[] =>
  isShape(output) && Array.isArray(output.orders) ? output.orders.flatMap(readOrder) : [];

const fromCard = (card: Card | null): OrderLineUp[] =>
  card?.kind === 'order'
    ? [{ number: card.number, placedAt: card.placedAt, status: card.status, total: card.total }]
    : [];

/** The orders that actions of this conversation have shown, each as last seen, newest first. */
export const ordersIn = (stories: readonly ActionStory[]): OrderLineUp[] => {
  const byNumber = new Map<string, OrderLineUp>();
  for (const story of stories) {
    for (const order of [...fromOutput(story.output), ...fromCard(story.card)])
      byNumber.set(order.number, order);
  }
  return [...byNumber.values()].sort((a, b) => b.placedAt - a.placedAt);
};
