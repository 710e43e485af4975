'use client';

import { createShopbell } from '@shopbell/widget';
import { useEffect } from 'react';

export const Chat = ({ relay, shop }) => {
  useEffect(() => {
    const shopbell = createShopbell({ relay, shop });
    return () => shopbell.destroy();
  }, [relay, shop]);
  return null;
};
