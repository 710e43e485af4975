/**
 * Tries something once it is asked for; where it fails, again with growing waits of at most 30 s, as long as
 * `onFail` says that somebody waits. Returns how to begin, and how to stop for good.
 */
export const createLoading = (
  attempt: (tries: number) => Promise<void>,
  onFail: () => boolean,
): readonly [load: () => void, stop: () => void] => {
  let isBusy = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout>;
  const load = (): void => {
    if (isBusy) return;
    isBusy = true;
    clearTimeout(timer);
    attempt(tries).catch(() => {
      isBusy = false;
      if (onFail()) timer = setTimeout(load, Math.min(2 ** ++tries, 30) * 1e3);
    });
  };
  const stop = (): void => {
    isBusy = true;
    clearTimeout(timer);
  };
  return [load, stop];
};
