import type { AgentState } from '@shopbell/agent';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../text/en.ts';
import { useDesk } from './desk.ts';
import { useStore } from './store.ts';

/** Where the connection stands, in words. `now` in ms since the Unix epoch. */
export const connectionSentence = (state: AgentState, text: Texts, now: number): string => {
  switch (state.name) {
    case 'idle':
    case 'connecting':
    case 'opening':
      return text.connection.connecting;
    case 'live':
      return state.transport === 'http' ? text.connection.http : text.connection.live;
    case 'waiting':
      return text.connection.waiting(Math.max(0, Math.ceil((state.retryAt - now) / 1_000)));
    case 'refused':
      return state.error.message;
    case 'closed':
      return text.connection.closed;
    default:
      return state satisfies never;
  }
};

/** The agent's connection as it changes. */
export const useConnection = (): AgentState => {
  const { agent } = useDesk();
  const [state, setState] = useState(agent.state);
  useEffect(() => {
    setState(agent.state);
    return agent.on('state:changed', setState);
  }, [agent]);
  return state;
};

const Waiting = ({ state }: { state: AgentState }): JSX.Element => {
  const { text, now, agent } = useDesk();
  const at = useStore(now);
  return (
    <div class="connection connection-lost">
      {/* The seconds tick for the eye only: a screen reader hears the sentence once. */}
      <span aria-hidden="true">{connectionSentence(state, text, at)}</span>
      <output class="sb-hidden">{text.connection.waiting(0)}</output>
      <button type="button" class="button button-small" onClick={() => agent.wake()}>
        {text.connection.now}
      </button>
    </div>
  );
};

/** Says when the desk is not connected; says nothing while all is well. */
export const ConnectionView = (): JSX.Element => {
  const { text, now } = useDesk();
  const state = useConnection();
  if (state.name === 'waiting') return <Waiting state={state} />;
  const isQuiet = state.name === 'live' && state.transport === 'websocket';
  return (
    <output class={isQuiet ? 'sb-hidden' : 'connection'}>{connectionSentence(state, text, now.get())}</output>
  );
};
