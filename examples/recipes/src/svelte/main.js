import { mount } from 'svelte';
import Chat from './Chat.svelte';

mount(Chat, {
  target: document.getElementById('app'),
  props: { relay: 'https://chat.example', shop: 'demo' },
});
