import type { Work } from '@shopbell/agent';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Texts } from '../text/en.ts';
import { useDesk } from './desk.ts';
import { KeyHint } from './key-label.tsx';
import { useStore } from './store.ts';

const dots: Readonly<Record<Work['state'], string>> = {
  available: 'state state-good',
  away: 'state state-warning',
  offline: 'state state-plain',
};

/** How somebody works: their state as a word with a dot, and how many conversations of how many they have. */
export const WorkView = ({ work, text }: { work: Work; text: Texts }): JSX.Element => (
  <>
    <span class={dots[work.state]}>{text.work.states[work.state]}</span>{' '}
    <span class="work-load">
      {text.work.load(work.load, work.capacity)} <span class="sb-hidden">{text.work.loadHint}</span>
    </span>
  </>
);

/** One’s own state in the bar: a press, or its key, turns it. Nothing where the shop gives out no conversations. */
export const WorkState = (): JSX.Element | null => {
  const { agent, shop, look, text } = useDesk();
  const { team } = useStore(shop);
  const [wanted, setWanted] = useState<'available' | 'away' | null>(null);
  const work = team.find(({ id }) => id === agent.me.id)?.work;
  if (!work) return null;
  const isAway = work.state === 'away';
  const turn = (): void => {
    const next = isAway ? 'available' : 'away';
    if (wanted) return;
    setWanted(next);
    agent
      .setState(next)
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        look.set((before) => ({ ...before, trouble: text.manage.failed(reason) }));
      })
      .finally(() => setWanted(null));
  };
  return (
    <button
      id="work-state"
      type="button"
      class="work-state"
      title={isAway ? text.work.comeBack : text.work.goAway}
      aria-busy={wanted !== null}
      onClick={turn}
    >
      <WorkView work={work} text={text} />
      <KeyHint command="state" />
    </button>
  );
};
