import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { localeFor, tables } from '../text/tables.ts';
import { createDrafts, type Mode } from '../thread/drafts.ts';
import { createClock } from './clock.ts';
import { DeskView } from './desk-view.tsx';
import { DeskProvider, type DeskContext } from './desk.ts';
import type { Preferences } from './preferences.ts';
import { rightsOf } from './rights.ts';
import type { Desk } from './start.ts';
import { createStore, useStore, type Store } from './store.ts';

type SignedInProps = { desk: Desk; preferences: Store<Preferences>; onSignOut: () => void };

/** The console of somebody who is signed in, in the language they prefer. */
export const SignedIn = ({ desk, preferences, onSignOut }: SignedInProps): JSX.Element => {
  const current = useStore(preferences);
  const clock = useMemo(createClock, []);
  useEffect(() => () => clock.close(), [clock]);
  const steady = useMemo(
    () => ({
      ...desk,
      drafts: createDrafts(sessionStorage),
      rights: rightsOf(desk.agent.me),
      now: clock.now,
      compose: createStore<{ mode: Mode; text?: string } | null>(null),
      preferencesStore: preferences,
    }),
    [desk],
  );
  const context: DeskContext = {
    ...steady,
    preferences: current,
    text: tables[current.language],
    locale: localeFor(current.language, navigator.languages),
    signOut: onSignOut,
  };
  return (
    <DeskProvider value={context}>
      <DeskView />
    </DeskProvider>
  );
};
