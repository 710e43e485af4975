import { createShopbell } from '@shopbell/widget';
import { useEffect } from 'react';

/** Put it once, beside your routes. In StrictMode its effect runs twice: the first chat is gone before the second comes. */
export const Chat = ({ relay, shop, onUnread }) => {
  useEffect(() => {
    const shopbell = createShopbell({ relay, shop });
    shopbell.on('unread', ({ count }) => onUnread?.(count));
    return () => shopbell.destroy();
  }, [relay, shop, onUnread]);
  return null;
};
