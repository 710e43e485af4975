/** The longest wait a timer takes; beyond it, it would go off at once. */
const longestMs = 2 ** 31 - 1;

/** One alarm at a time; it may be years away. */
export const createAlarm = (ring: () => void, now: () => number) => {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  const set = (at: number): void => {
    stop();
    const leftMs = at - now();
    if (leftMs > longestMs) timer = setTimeout(() => set(at), longestMs);
    else timer = setTimeout(ring, Math.max(0, leftMs));
  };
  return { set, stop };
};
