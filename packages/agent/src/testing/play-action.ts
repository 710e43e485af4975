import type { ActionStep, PlanShown } from '@shopbell/protocol';
import type { RequestedAction } from '../request-types.ts';
import type { Agent, ConversationHandle } from '../types.ts';
import { inTime, told } from './sightings.ts';
import type { ActionRun, RunActionOptions, ScriptedShopper } from './types.ts';

/** Who takes part; a supervisor comes only when a plan asks for one. */
export type Cast = {
  shopper: ScriptedShopper;
  conversation: ConversationHandle;
  supervisor: () => Promise<Agent>;
};

type Asked = { id: string; plan: PlanShown };

const bySupervisor = async (supervisor: Agent, { id, plan }: Asked, says: 'yes' | 'no'): Promise<void> => {
  if (says === 'yes') await supervisor.approve(id, plan.digest);
  else await supervisor.reject(id, plan.digest);
};

/** Whoever is asked answers: the shopper first, and after a no of theirs nobody else. */
const answer = async (cast: Cast, { id, plan }: Asked, options: RunActionOptions): Promise<void> => {
  const { shopperSays = 'yes', supervisorSays = 'yes' } = options;
  if (plan.confirm && shopperSays === 'no') return void (await cast.shopper.declines(id, options));
  if (plan.confirm) await cast.shopper.agrees(id, options);
  if (plan.approve) await bySupervisor(await cast.supervisor(), { id, plan }, supervisorSays);
};

const stepsOf = async ({ conversation }: Cast, action: string): Promise<ActionStep[]> => {
  const { entries } = await conversation.history({ limit: 200 });
  return entries.flatMap((entry) =>
    entry.type === 'action' && entry.data.action === action ? [entry.data.step] : [],
  );
};

const play = async <Output>(
  cast: Cast,
  it: RequestedAction<Output>,
  options: RunActionOptions,
): Promise<ActionRun<Output>> => {
  const { id } = it;
  // A plan that is refused is the end of it, and says so there.
  const plan = await it.planned.catch(() => null);
  if (plan) await answer(cast, { id, plan }, options);
  const end = await it.finished;
  const tookEffect = 'output' in end;
  return {
    id,
    steps: await stepsOf(cast, id),
    plan,
    end,
    output: tookEffect ? await it.succeeded.catch(() => undefined) : undefined,
    card: tookEffect ? end.card : null,
    error: tookEffect ? null : end.error,
  };
};

/** Plays an action that was requested to its end. Rejects in time, saying where it stands. */
export const playAction = <Output>(
  cast: Cast,
  it: RequestedAction<Output>,
  options: RunActionOptions,
): Promise<ActionRun<Output>> => {
  const standing = () => `the action to end: it is ${it.state.step}. ${told(cast.shopper.transcript())}`;
  return inTime(play(cast, it, options), standing, options.withinMs);
};
