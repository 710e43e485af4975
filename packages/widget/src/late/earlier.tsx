import type { AnyEntry } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isApart, saidSoFar, type PanelState } from '../panel/panel-state.ts';
import { timeline } from '../panel/timeline.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { drawDown, drawLess, drawUp, type Drawn, type Edges } from './drawn.ts';
import { fetchEarlier, isAllHere } from './fetch-earlier.ts';
import { historyWordsFor } from './history-words.ts';
import { edgesOf, holdPlace, standOf } from './scroll-place.ts';

type Fetching = 'idle' | 'coming' | 'failed';

/** Moves what is drawn; the list stays where it is. */
const useDrawn = ({ chat, state, words }: ViewProps, list: () => HTMLElement | null | undefined) => {
  const held = useRef(() => {});
  useLayoutEffect(() => {
    held.current();
    held.current = () => {};
  }, [state.from, state.to]);
  return (how: (all: readonly AnyEntry[], drawn: Drawn, edges: Edges) => Drawn): void => {
    const here = list();
    const now = chat.store.value;
    if (!here) return;
    const { from, to } = how(saidSoFar(now), now, edgesOf(here, timeline(now, words)));
    if (from === now.from && to === now.to) return;
    held.current = holdPlace(here);
    chat.store.set({ from, to });
  };
};

/** Whether nothing stands above what is drawn. */
const isAtBeginning = (state: PanelState): boolean => {
  const all = saidSoFar(state);
  return isAllHere(all) && (all[0]?.seq ?? 1) >= state.from;
};

/** Looks after what is drawn as the list is scrolled and grows; fetches what was said earlier. */
const useHistory = (props: ViewProps) => {
  const { chat, state } = props;
  const place = useRef<HTMLDivElement>(null);
  const [fetching, setFetching] = useState<Fetching>('idle');
  const isBusy = useRef(false);
  const list = () => place.current?.closest<HTMLElement>('.scroller');
  const move = useDrawn(props, list);

  const goUp = async (): Promise<void> => {
    const now = chat.store.value;
    const all = saidSoFar(now);
    if ((all[0]?.seq ?? 1) < now.from) return move(drawUp);
    if (isBusy.current || isAllHere(all)) return;
    isBusy.current = true;
    setFetching('coming');
    // From here on what comes above is drawn only as far as it is wanted.
    chat.store.set({ from: Math.max(now.from, all[0]?.seq ?? 0) });
    const isThere = await fetchEarlier(chat);
    isBusy.current = false;
    setFetching(isThere ? 'idle' : 'failed');
    if (isThere) move(drawUp);
  };
  const look = (): void => {
    const here = list();
    if (!here || !chat.store.value.isOpen) return;
    const { isHigh, isLow } = standOf(here);
    const now = chat.store.value;
    // What is erased is so from the beginning on: nobody has to fetch it to read that.
    const isWorthIt = fetching === 'idle' && saidSoFar(now)[0]?.type !== 'erased';
    if (isHigh && isWorthIt && !isAtBeginning(now)) void goUp();
    else if (isLow && isApart(now)) move(drawDown);
    else if (isLow) move(drawLess);
  };
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    const here = list();
    const heard = (): void => latest.current();
    here?.addEventListener('scroll', heard, { passive: true });
    return () => here?.removeEventListener('scroll', heard);
  }, []);
  useEffect(() => latest.current(), [state.isOpen, state.from, state.to, state.entries.at(-1)?.seq]);
  useEffect(() => {
    if (state.connection.name === 'live') setFetching((now) => (now === 'failed' ? 'idle' : now));
  }, [state.connection.name]);
  // What one writes oneself is always looked at.
  useEffect(() => {
    if (state.pending.length > 0 && isApart(state))
      chat.store.set({ from: state.entries[0]?.seq ?? 0, to: Infinity });
  }, [state.pending.length]);
  return { place, fetching, goUp, list };
};

/** Above what was said: that more is coming, how to have it, or that there is no more. */
export const Earlier = (props: ViewProps): JSX.Element => {
  const { state, words } = props;
  const { place, fetching, goUp, list } = useHistory(props);
  const own = historyWordsFor(state.locale);
  const isBeginning = isAtBeginning(state);
  const wasButton = useRef(false);
  useLayoutEffect(() => {
    // The button goes away under the finger that pressed it.
    if (isBeginning && wasButton.current) list()?.focus({ preventScroll: true });
    wasButton.current = false;
  }, [isBeginning]);
  return (
    <div ref={place}>
      {isBeginning ? (
        <p class="line">{own.beginning}</p>
      ) : (
        <>
          {fetching === 'failed' ? <p class="line">{own.failed}</p> : null}
          <button
            type="button"
            class="small"
            aria-busy={fetching === 'coming'}
            onFocus={() => (wasButton.current = true)}
            onBlur={({ relatedTarget }) => {
              if (relatedTarget) wasButton.current = false;
            }}
            onClick={() => void goUp()}
          >
            {fetching === 'coming' ? words.loading : fetching === 'failed' ? words.retry : own.earlier}
          </button>
        </>
      )}
    </div>
  );
};
