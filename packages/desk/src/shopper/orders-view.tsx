import { cardWordsFor, formatDate, formatMoney } from '@shopbell/look';
import type { Conversation, OrderCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { runAction } from '../action/running.ts';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { tellActions } from '../thread/stories.ts';
import type { Thread } from '../thread/thread.ts';
import { ordersIn, type OrderLineUp } from './orders.ts';

/** The action that lists a shopper's orders, and the one that looks one up: run when a shop's office offers them. */
const listAction = 'order.list';
const lookupAction = 'order.lookup';

const OrderRow = ({ order }: { order: OrderLineUp }): JSX.Element => {
  const { text, locale, look } = useDesk();
  const { status } = cardWordsFor(locale);
  const known = Object.hasOwn(status, order.status)
    ? status[order.status as OrderCard['status']]
    : order.status;
  return (
    <li>
      <button
        type="button"
        class="order"
        title={text.shopper.lookUpOne(order.number)}
        onClick={() =>
          look.set((before) => ({
            ...before,
            dialog: 'palette',
            preset: { action: lookupAction, known: { order: order.number } },
          }))
        }
      >
        <span class="order-number">{order.number}</span>
        <span class="order-total">{formatMoney(order.total, locale)}</span>
        <span class="muted">{formatDate(order.placedAt, locale)}</span>
        <span class="muted">{known}</span>
      </button>
    </li>
  );
};

type OrdersProps = { thread: Thread; summary: Conversation };

const useOrders = ({ thread, summary }: OrdersProps) => {
  const { shop, rights, text } = useDesk();
  const { offers } = useStore(shop);
  const { entries } = useStore(thread.state);
  const [asked, setAsked] = useState<'no' | 'asking' | 'answered'>('no');
  const [problem, setProblem] = useState<string | null>(null);
  const offer = offers.find(({ name }) => name === listAction);
  const isAllowed =
    rights.canRun(listAction) && (offer?.identity !== 'verified' || summary.shopper.verified !== null);
  const show = async (): Promise<void> => {
    if (asked === 'asking') return;
    setAsked('asking');
    setProblem(null);
    const result = await runAction(thread.handle, { action: listAction, input: {}, audience: 'staff' });
    if (result.phase === 'failed') setProblem(result.sentence);
    setAsked('answered');
  };
  const orders = ordersIn(tellActions(entries));
  const why = offer ? text.shopper.notVerified : text.shopper.noOffice;
  return {
    orders,
    asked,
    problem,
    show,
    held: offer && isAllowed ? null : why,
    canLookUp: offers.some(({ name }) => name === lookupAction),
  };
};

const Said = ({ orders, asked, problem, held }: Omit<ReturnType<typeof useOrders>, 'show' | 'canLookUp'>) => {
  const { text } = useDesk();
  if (problem) return <p class="problem">{problem}</p>;
  if (asked === 'asking') return <p class="muted">{text.shopper.loadingOrders}</p>;
  if (orders.length > 0) return null;
  if (held) return <p class="muted">{held}</p>;
  return <p class="muted">{asked === 'answered' ? text.shopper.noneFound : text.shopper.noOrders}</p>;
};

/** The shopper's orders, as far as somebody has asked for them: asking stands in the record. */
export const OrdersView = (props: OrdersProps): JSX.Element => {
  const { text, look } = useDesk();
  const { show, canLookUp, ...state } = useOrders(props);
  const { orders, asked, held } = state;
  return (
    <section class="aside-part" aria-labelledby="orders-title">
      <h3 id="orders-title">{text.shopper.orders}</h3>
      <ul class="orders">
        {orders.map((order) => (
          <OrderRow key={order.number} order={order} />
        ))}
      </ul>
      <div role="status">
        <Said {...state} />
      </div>
      <div class="aside-buttons">
        {held ? null : (
          <button
            type="button"
            id="show-orders"
            class="button"
            // Not `disabled`, which would throw the keyboard out of it.
            aria-disabled={asked === 'asking'}
            onClick={() => void show()}
          >
            {orders.length > 0 ? text.shopper.againOrders : text.shopper.showOrders}{' '}
            <KeyHint command="orders" />
          </button>
        )}
        {canLookUp ? (
          <button
            type="button"
            class="button"
            onClick={() =>
              look.set((before) => ({
                ...before,
                dialog: 'palette',
                preset: { action: lookupAction, known: {} },
              }))
            }
          >
            {text.shopper.lookUp}
          </button>
        ) : null}
      </div>
    </section>
  );
};
