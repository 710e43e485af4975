/** Marks in the page's storage that there is a conversation, so that the next page loads the panel for its count. */
export const keepConversation = (shop: string, isActive: boolean): void => {
  const flag = `shopbell:${shop}`;
  try {
    if (isActive) localStorage.setItem(flag, '1');
    else localStorage.removeItem(flag);
  } catch {
    // Where storage is refused, the next page starts without the count.
  }
};
