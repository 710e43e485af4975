/**
 * Makes what tries something when it is asked for, and where that resolves to `true`, again with growing waits of at
 * most 30 s. After `false` it is tried again when asked, after nothing never; nor is anything once `undo` aborts.
 */
export const createLoading = (
  attempt: (tries: number) => Promise<boolean | undefined>,
  { signal }: AbortController,
): (() => void) => {
  let isBusy = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout>;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    isBusy = true;
    const again = await attempt(tries);
    isBusy = again === undefined;
    if (again) timer = setTimeout(load, Math.min(2 ** ++tries, 30) * 1e3);
  };
  const load = (): void => {
    if (!isBusy && !signal.aborted) void run();
  };
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- nobody else listens to it so, and it is shorter
  signal.onabort = () => clearTimeout(timer);
  return load;
};
