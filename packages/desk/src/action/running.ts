import type { Agent, ConversationHandle } from '@shopbell/agent';
import type { Audience, Json } from '@shopbell/protocol';
import { useRef, useState } from 'preact/hooks';
import { tellActions, type ActionStory } from '../thread/stories.ts';
import type { Thread } from '../thread/thread.ts';

/** How a run from the desk stands. The steps themselves are in the conversation. */
export type Running =
  | { phase: 'asking' }
  | { phase: 'asked' }
  | { phase: 'running' }
  | { phase: 'done'; output: Json }
  | { phase: 'failed'; sentence: string };

/** What one runs: the action's name, its input, and who sees it. */
export type Request = { action: string; input: Json; audience: Audience };

/** Runs an action in a conversation; the answer never rejects. */
export const runAction = async (handle: ConversationHandle, request: Request): Promise<Running> => {
  try {
    const output = await handle.run(request.action, request.input, { audience: request.audience });
    return { phase: 'done', output };
  } catch (error) {
    return { phase: 'failed', sentence: error instanceof Error ? error.message : String(error) };
  }
};

/** Asks for an action that is planned first; its story goes on in the conversation. Never rejects. */
export const requestAction = async (handle: ConversationHandle, request: Request): Promise<Running> => {
  try {
    await handle.request(request.action, request.input, { audience: request.audience });
    return { phase: 'asked' };
  } catch (error) {
    return { phase: 'failed', sentence: error instanceof Error ? error.message : String(error) };
  }
};

/** The last run of an action by oneself since a place in the conversation. */
export const ownStory = (
  thread: Thread,
  me: Agent['me']['id'],
  run: { action: string; afterSeq: number },
): ActionStory | null =>
  tellActions(thread.state.get().entries.filter(({ seq }) => seq > run.afterSeq)).findLast(
    ({ name, askedBy }) => name === run.action && askedBy?.id === me,
  ) ?? null;

/** Runs for a view: what stands there, and the way to start, waiting for the end or only for the asking. */
export const useRunning = (thread: Thread, doing: typeof runAction) => {
  const [running, setRunning] = useState<Running>({ phase: 'asking' });
  const afterSeq = useRef(0);
  const run = async (request: Request): Promise<void> => {
    afterSeq.current = thread.state.get().entries.at(-1)?.seq ?? 0;
    setRunning({ phase: 'running' });
    setRunning(await doing(thread.handle, request));
  };
  return { running, run, afterSeq, again: () => setRunning({ phase: 'asking' }) };
};
