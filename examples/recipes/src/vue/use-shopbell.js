import { createShopbell } from '@shopbell/widget';
import { onMounted, onUnmounted, ref } from 'vue';

/** In `<script setup>` of App.vue: `const { unread } = useShopbell({ relay: 'https://chat.example', shop: 'demo' });` */
export const useShopbell = (options) => {
  const unread = ref(0);
  let shopbell;
  onMounted(() => {
    shopbell = createShopbell(options);
    shopbell.on('unread', ({ count }) => (unread.value = count));
  });
  onUnmounted(() => shopbell?.destroy());
  return { unread };
};
