import { formatDate, formatDateTime, formatTime, webUrl } from '@shopbell/look';
import type { Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import type { Thread } from '../thread/thread.ts';
import { CartView } from './cart-view.tsx';
import { shopperName } from './name.ts';
import { OrdersView } from './orders-view.tsx';

type Fact = { name: string; value: string | undefined };

const Facts = ({ facts }: { facts: readonly Fact[] }): JSX.Element => (
  <dl class="facts">
    {facts.map(({ name, value }) =>
      value === undefined ? null : (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ),
    )}
  </dl>
);

const ProvedPart = ({ proved }: { proved: NonNullable<Conversation['shopper']['proved']> }): JSX.Element => {
  const { text, locale, now } = useDesk();
  const isFresh = useStore(now) < proved.until;
  const { identity } = text;
  return (
    <div class="identity identity-verified">
      <p class={isFresh ? 'state state-good' : 'state state-warning'} title={identity.hint}>
        {identity.title}
      </p>
      <Facts
        facts={[
          { name: identity.address, value: proved.email },
          { name: identity.at, value: formatDateTime(proved.at, locale) },
        ]}
      />
      <p class="muted">{isFresh ? identity.fresh(formatTime(proved.until, locale)) : identity.stale}</p>
    </div>
  );
};

const Identity = ({ shopper }: { shopper: Conversation['shopper'] }): JSX.Element => {
  const { text } = useDesk();
  const { claimed, verified, proved } = shopper;
  const hasClaim = claimed.name !== undefined || claimed.email !== undefined;
  return (
    <section class="aside-part" aria-labelledby="identity-title">
      <h3 id="identity-title">
        <bdi>{shopperName(shopper, text)}</bdi>
      </h3>
      {verified ? (
        <div class="identity identity-verified">
          <p class="state state-good" title={text.shopper.verifiedHint}>
            {text.shopper.verified}
          </p>
          <Facts
            facts={[
              { name: text.shopper.name, value: verified.name },
              { name: text.shopper.email, value: verified.email },
              { name: text.shopper.customer, value: verified.sub },
            ]}
          />
        </div>
      ) : null}
      {proved ? <ProvedPart proved={proved} /> : null}
      {hasClaim ? (
        <div class="identity">
          <p class="state state-warning">{text.shopper.claimed}</p>
          <Facts
            facts={[
              { name: text.shopper.name, value: claimed.name },
              { name: text.shopper.email, value: claimed.email },
            ]}
          />
          <p class="muted">{text.shopper.claimedHint}</p>
        </div>
      ) : null}
      {verified || proved || hasClaim ? null : <p class="muted">{text.shopper.anonymous}</p>}
    </section>
  );
};

const PagePart = ({ page }: { page: Conversation['page'] }): JSX.Element => {
  const { text } = useDesk();
  const href = webUrl(page?.url);
  return (
    <section class="aside-part" aria-labelledby="page-title">
      <h3 id="page-title">{text.shopper.page}</h3>
      {page && href ? (
        <p class="page">
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            <bdi>{page.title ?? page.url}</bdi>
          </a>
          {page.title ? <span class="muted page-address">{page.url}</span> : null}
        </p>
      ) : (
        <p class="muted">{text.shopper.noPage}</p>
      )}
    </section>
  );
};

/** The shopper's other conversations, newest first; kept up to date by the book once they are known. */
const useEarlier = (summary: Conversation) => {
  const { agent, book } = useDesk();
  const { conversations } = useStore(book.state);
  const [ids, setIds] = useState<readonly string[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    setIds(null);
    setFailed(false);
    const load = async (): Promise<void> => {
      const page = await agent.conversations({ shopper: summary.shopper.id, limit: 20 });
      if (!isCurrent) return;
      for (const each of page.conversations) book.know(each);
      setIds(page.conversations.map(({ id }) => id).filter((id) => id !== summary.id));
    };
    load().catch(() => setFailed(isCurrent));
    return () => {
      isCurrent = false;
    };
  }, [summary.id, summary.shopper.id]);
  const earlier = ids?.flatMap((id) => conversations.get(id) ?? []) ?? null;
  return { earlier, hasFailed };
};

type ShopperProps = { thread: Thread; summary: Conversation; onOpen: (id: string) => void };

const Earlier = ({ summary, onOpen }: Omit<ShopperProps, 'thread'>): JSX.Element => {
  const { text, locale } = useDesk();
  const { earlier, hasFailed } = useEarlier(summary);
  return (
    <section class="aside-part" aria-labelledby="earlier-title">
      <h3 id="earlier-title">{text.shopper.earlier}</h3>
      {hasFailed ? <p class="problem">{text.shopper.failed}</p> : null}
      {earlier === null && !hasFailed ? <p class="muted">{text.app.loading}</p> : null}
      {earlier?.length === 0 ? <p class="muted">{text.shopper.noEarlier}</p> : null}
      <ul class="orders">
        {earlier?.map((each) => (
          <li key={each.id}>
            <button type="button" class="order" onClick={() => onOpen(each.id)}>
              <span class="earlier-text">{each.preview?.text ?? text.inbox.noMessage}</span>
              <span class="muted">{formatDate(each.updatedAt, locale)}</span>
              {each.status === 'closed' ? <span class="muted">{text.inbox.closed}</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** The right column: who this is, where they are, what they ordered, what they asked before. */
export const ShopperView = ({ thread, summary, onOpen }: ShopperProps): JSX.Element => {
  const { text, look } = useDesk();
  const { isShopperShown } = useStore(look);
  return (
    <aside
      id="shopper"
      class={isShopperShown ? 'shopper shopper-shown' : 'shopper'}
      aria-label={text.shopper.title}
    >
      <button
        type="button"
        class="icon-button not-wide shopper-close"
        aria-label={text.app.close}
        onClick={() => look.set((before) => ({ ...before, isShopperShown: false }))}
      >
        <span aria-hidden="true">×</span>
      </button>
      <Identity shopper={summary.shopper} />
      <CartView key={`cart ${summary.id}`} thread={thread} />
      <OrdersView key={summary.id} thread={thread} summary={summary} />
      <PagePart page={summary.page} />
      <Earlier summary={summary} onOpen={onOpen} />
    </aside>
  );
};
