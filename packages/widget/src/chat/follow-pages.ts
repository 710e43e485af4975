/**
 * Tells when the page has another address without having been loaded anew: by the Navigation API, or where there is none
 * by the history's own methods, which are the page's again when `signal` aborts. Nothing is polled.
 */
export const followPages = (hear: () => void, signal: AbortSignal): void => {
  if (window.navigation) {
    window.navigation.addEventListener('currententrychange', hear, { signal });
    return;
  }
  addEventListener('popstate', hear, { signal });
  for (const name of ['pushState', 'replaceState'] as const) {
    const own = history[name];
    const told: History['pushState'] = (...values) => {
      own.apply(history, values);
      // A router that came later may have kept this function.
      if (!signal.aborted) hear();
    };
    history[name] = told;
    signal.addEventListener('abort', () => {
      if (history[name] === told) history[name] = own;
    });
  }
};
