/** Shows on the bell how much is unread, in the digits of its name: what is read and what is said aloud are the same. */
export const showCount = (
  button: HTMLElement,
  badge: HTMLElement,
  [count, label]: [number, string],
): void => {
  badge.textContent = count > 0 ? `${/\p{Nd}+/u.exec(label)?.[0] ?? count}` : '';
  button.ariaLabel = label;
};
