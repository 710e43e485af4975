import { useEffect, useRef } from 'preact/hooks';

/** Where the shopper is, whether the panel covers the page, whether it is closed. */
type Place = { page: string; isModal: boolean; isOpen: boolean };

/** The frame’s own steps of the history that stand for layers, deeper ones behind: `{ step: 2 }` is the second. */
const stepNow = (): number => (history.state as { step?: number } | null)?.step ?? 0;

/** How many steps there are to be; the page they were made on; whether some are being taken back just now. */
const kept = { wanted: 0, page: '', isReturning: false };
/** So long the page may take to go back itself. */
const pageBackMs = 1_000;

const goBack = (steps: number, place: Place): void => {
  kept.isReturning = true;
  const returned = (): void => {
    kept.isReturning = false;
    settle(place);
  };
  addEventListener('popstate', returned, { once: true });
  history.go(-steps);
};

/**
 * A panel that covers the page has a step of the page’s, which the page takes back as it closes: being behind ours, that is one
 * of ours first. What is left are as many as ours were. Not at once: of two ways back at a time, one gets lost.
 */
const goBackWithPage = (steps: number, place: Place): void => {
  kept.isReturning = true;
  const late = new AbortController();
  const timer = setTimeout(() => {
    kept.isReturning = false;
    late.abort();
  }, pageBackMs);
  const onBack = (): void => {
    clearTimeout(timer);
    goBack(steps, place);
  };
  addEventListener('popstate', onBack, { once: true, signal: late.signal });
};

const settle = (place: Place): void => {
  const now = stepNow();
  if (kept.isReturning) return;
  for (let step = now + 1; step <= kept.wanted; step += 1) {
    history.pushState({ step }, '');
    kept.page = place.page;
  }
  // Where the page has gone on since, its steps stand behind ours: going back would be its going back.
  if (now <= kept.wanted || kept.page !== place.page) return;
  if (place.isModal && !place.isOpen) goBackWithPage(now, place);
  else goBack(now - kept.wanted, place);
};

/**
 * The browser’s back button leaves layers one by one: a step of the history stands for each of `depth` while the panel is open.
 * Left in another way, a layer takes its step back. `leaveTo` hears how many are left.
 */
export const useSteps = (depth: number, place: Place, leaveTo: (depth: number) => void): void => {
  const latest = useRef({ place, leaveTo });
  latest.current = { place, leaveTo };
  useEffect(() => {
    kept.wanted = place.isOpen ? depth : 0;
    settle(place);
  }, [depth, place.isOpen]);
  useEffect(() => {
    const onBack = (): void => {
      if (!kept.isReturning && stepNow() < kept.wanted) latest.current.leaveTo(stepNow());
    };
    addEventListener('popstate', onBack);
    return () => {
      removeEventListener('popstate', onBack);
      kept.wanted = 0;
      settle(latest.current.place);
    };
  }, []);
};
