type Step = { shopbell?: true } | null;
const isOurs = (): boolean => !!(history.state as Step)?.shopbell;

/**
 * Where the panel covers the page, the back button closes it: a step of the history stands for it while it is open, at the
 * same address and with the page’s own state. What is returned is told when it opens and closes.
 */
export const followBack = (close: () => void, signal: AbortSignal): ((isOpen: boolean) => void) => {
  let isCovering = false;
  const onBack = (): void => {
    if (isCovering && !isOurs()) close();
  };
  addEventListener('popstate', onBack, { signal });
  return (isOpen) => {
    if (isOpen && !isOurs()) history.pushState({ ...(history.state as Step), shopbell: true }, '');
    // Closed in another way, it takes its step back; not where the page has gone on since.
    if (!isOpen && isCovering && isOurs()) history.back();
    isCovering = isOpen;
  };
};
