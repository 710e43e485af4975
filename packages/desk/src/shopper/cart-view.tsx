import { formatMoney, formatNumber } from '@shopbell/look';
import type { LiveCart } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import type { Thread } from '../thread/thread.ts';

/** What the shopper’s page says is in the cart: asked for, and asked again after each lost connection. */
const useCart = ({ handle }: Thread): LiveCart | null => {
  const { agent } = useDesk();
  const [cart, setCart] = useState<LiveCart | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const ask = (): void => {
      handle.cart().then(
        (known) =>
          isCurrent && setCart((before) => (before && before.at > (known?.at ?? 0) ? before : known)),
        // Nobody waits for it: it comes with the next change.
        () => {},
      );
    };
    const offs = [
      agent.on('cart:changed', (changed) => {
        if (changed.conversation === handle.id) setCart(changed);
      }),
      agent.on('state:changed', ({ name }) => {
        if (name === 'live') ask();
      }),
    ];
    ask();
    return () => {
      isCurrent = false;
      for (const off of offs) off();
    };
  }, [handle]);
  return cart;
};

const Lines = ({ lines }: { lines: LiveCart['lines'] }): JSX.Element => {
  const { text, locale } = useDesk();
  return (
    <ul class="cart">
      {lines.map(({ title, sku, quantity, total }, index) => (
        <li key={`${index} ${title}`} title={sku}>
          <span class="muted">{text.cart.pieces(formatNumber(quantity, locale))}</span>
          <bdi>{title}</bdi>
          <span class="order-total">{formatMoney(total, locale)}</span>
        </li>
      ))}
    </ul>
  );
};

/** The live cart, where the shop’s page tells of one; nothing otherwise. */
export const CartView = ({ thread }: { thread: Thread }): JSX.Element | null => {
  const { text, locale } = useDesk();
  const cart = useCart(thread);
  if (!cart || (cart.lines.length === 0 && !cart.order)) return null;
  const { lines, order } = cart;
  return (
    <section class="aside-part" aria-labelledby="cart-title">
      <h3 id="cart-title" title={text.cart.hint}>
        {text.cart.title}
      </h3>
      <Lines lines={lines} />
      {order ? (
        <>
          <p class="cart-order">
            <bdi>{text.cart.ordered(order.number)}</bdi>
            <span class="order-total">{formatMoney(order.total, locale)}</span>
          </p>
          <Lines lines={order.lines} />
        </>
      ) : null}
    </section>
  );
};
