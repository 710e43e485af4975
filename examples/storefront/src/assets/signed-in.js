// For signed-in customers: the shop vouches for them in the chat. The chat asks when it connects, and again
// when it needs a fresh token.
const jwt = async () => {
  const response = await fetch('/chat-identity', { method: 'POST' });
  if (!response.ok) throw new Error('Not signed in any more.');
  return (await response.json()).jwt;
};

(window.Shopbell ??= []).push(['identify', { jwt }]);
