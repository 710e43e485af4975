import { ShopbellError, type Agent, type ConversationHandle } from '@shopbell/agent';
import type { Audience, Json, PlanPreview } from '@shopbell/protocol';
import { useRef, useState } from 'preact/hooks';
import { tellActions, type ActionStory } from '../thread/stories.ts';
import type { Thread } from '../thread/thread.ts';
import { sentenceOf } from '../app/sentence.ts';

/** What one runs: the action's name, its input, and who sees it. */
export type Request = { action: string; input: Json; audience: Audience };

/**
 * How a run from the desk stands. `seen`: the plan is shown, nobody has been asked to agree yet; `asked`: the steps
 * follow in the conversation.
 */
export type Running =
  | { phase: 'asking' }
  | { phase: 'running' }
  | { phase: 'seen'; request: Request; preview: PlanPreview }
  | { phase: 'sending'; request: Request; preview: PlanPreview }
  | { phase: 'changed'; request: Request; sentence: string }
  | { phase: 'asked' }
  | { phase: 'done'; output: Json }
  | { phase: 'failed'; sentence: string; code?: string; canProve?: boolean };

const failed = (error: unknown): Running & { phase: 'failed' } => ({
  phase: 'failed',
  sentence: sentenceOf(error),
  ...(error instanceof ShopbellError ? { code: error.code, canProve: error.details.stepUp === true } : {}),
});

/** Runs an action in a conversation; the answer never rejects. */
export const runAction = async (handle: ConversationHandle, request: Request): Promise<Running> => {
  try {
    const output = await handle.run(request.action, request.input, { audience: request.audience });
    return { phase: 'done', output };
  } catch (error) {
    return failed(error);
  }
};

/** Asks what would be planned; nothing comes of it. Never rejects. */
export const previewAction = async (handle: ConversationHandle, request: Request): Promise<Running> => {
  const { action, input, audience } = request;
  try {
    return { phase: 'seen', request, preview: await handle.preview(action, input, { audience }) };
  } catch (error) {
    return failed(error);
  }
};

/** How long one waits to see whether the plan is still the one that was shown, in milliseconds. */
const patienceMs = 4_000;

/** Asks for an action by the plan that was seen; its story goes on in the conversation. Never rejects. */
export const requestAction = async (
  handle: ConversationHandle,
  request: Request,
  expects: string,
): Promise<Running> => {
  const { action, input, audience } = request;
  try {
    const requested = await handle.request(action, input, { audience, expects });
    const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
    return await Promise.race([requested.planned, late]).then(
      (): Running => ({ phase: 'asked' }),
      (error: unknown): Running => ({ phase: 'changed', request, sentence: failed(error).sentence }),
    );
  } catch (error) {
    return failed(error);
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

/** Runs for a view: what stands there, and the ways on from it. */
export const useRunning = (thread: Thread, isPlanned: boolean) => {
  const [running, setRunning] = useState<Running>({ phase: 'asking' });
  const afterSeq = useRef(0);
  const { handle } = thread;
  const start = async (request: Request): Promise<void> => {
    afterSeq.current = thread.state.get().entries.at(-1)?.seq ?? 0;
    setRunning({ phase: 'running' });
    setRunning(await (isPlanned ? previewAction : runAction)(handle, request));
  };
  const send = async (): Promise<void> => {
    if (running.phase !== 'seen') return;
    const { request, preview } = running;
    setRunning({ phase: 'sending', request, preview });
    setRunning(await requestAction(handle, request, preview.digest));
  };
  return { running, start, send, afterSeq, back: () => setRunning({ phase: 'asking' }) };
};
