import { fromKept, toKept, type KeptPending } from './kept-pending.ts';
import { toPending } from './outbox-queue.ts';
import type { OutboxNews, SharedOutbox } from './outbox.ts';
import { change, enqueue, revived, type Item, type Queue } from './outbox-queue.ts';

/** What one tab tells the others of the outbox they share; how items stand counts if it `leads`. */
export type ToldNews =
  | Exclude<OutboxNews, { name: 'put' }>
  | { name: 'put'; items: KeptPending[]; leads: boolean };

/** The news as plain JSON. */
export const toTold = (news: OutboxNews, leads: boolean): ToldNews =>
  news.name === 'put' ? { name: 'put', items: news.items.map(toKept), leads } : news;

/** Everything that waits, as news. */
export const everything = ({ queue }: SharedOutbox): OutboxNews => ({
  name: 'put',
  items: toPending(queue()),
});

const asItem = (all: Queue, nonce: string): Item | undefined => all.find((each) => each.nonce === nonce);

/** What is new stands at the end; of what is known the leader knows better. */
const merged = (queue: Queue, news: ToldNews & { name: 'put' }, isFollower: boolean): Queue =>
  fromKept(news.items).reduce<Queue>((all, pending) => {
    const known = asItem(all, pending.nonce);
    if (!known) return enqueue(all, pending);
    const better: Item = { ...pending, isSending: known.isSending, attempts: known.attempts };
    return news.leads && isFollower ? change(all, pending.nonce, () => better) : all;
  }, queue);

type Tab = { outbox: SharedOutbox; leads: boolean; tell: (news: OutboxNews) => void };

/** Carries out what another tab did. Whoever waits for what is over has not heard, and is told by who leads. */
export const hearNews = (news: ToldNews, { outbox, leads, tell }: Tab): void => {
  const { queue, done } = outbox;
  if (news.name === 'stored') return outbox.stored(news.nonce, news.data);
  if (news.name === 'dropped') return outbox.dropped(news.nonce);
  if (news.name === 'revived') return outbox.set(revived(queue(), news.nonce));
  for (const { nonce } of news.items) {
    if (!leads || !done.has(nonce)) continue;
    const data = done.get(nonce);
    tell(data === undefined ? { name: 'dropped', nonce } : { name: 'stored', nonce, data });
  }
  const items = news.items.filter(({ nonce }) => !done.has(nonce));
  outbox.set(merged(queue(), { ...news, items }, !leads));
};
