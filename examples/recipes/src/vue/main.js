import { createApp, h } from 'vue';
import { useShopbell } from './use-shopbell.js';

createApp({
  setup() {
    const { unread } = useShopbell({ relay: 'https://chat.example', shop: 'demo' });
    return () => [h('h1', 'Kettles'), h('p', `${unread.value} unread`)];
  },
}).mount('#app');
