import type { ActionPlan, ActionReport } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { planDigest, previewDigest } from '../rules/action-digest.ts';
import type { ActionEvent } from '../rules/action-machine.ts';
import type { StepDetails } from '../rules/actions.ts';
import type { ActionRow, KeptPlan } from '../store/action-row.ts';
import { outputFault, type Fault } from './faults.ts';
import type { Offered } from './offices.ts';

/** A report as an event; `fault` is what is wrong with its output, which the office is told besides. */
export type Reported = { event: ActionEvent; details: StepDetails; fault?: Fault };

type How = { offered: Offered; time: number };

const kept = (
  { name, version, input }: ActionRow,
  plan: ActionPlan,
  { offered: { offer }, time }: How,
): KeptPlan => {
  const identity = offer.identity === 'anyone' ? {} : { identity: offer.identity };
  const expiresAt = time + (plan.expiresInMs ?? times.actionExpiresMs);
  return { ...plan, digest: planDigest({ name, version, input, plan }), expiresAt, ...identity };
};

/** Whether it is the plan that whoever asked has looked at; who looked at none takes any. */
const isExpected = ({ name, version, input, expects }: ActionRow, plan: ActionPlan): boolean =>
  !expects || previewDigest({ name, version, input, plan }) === expects;

const changed = ({ summary }: ActionPlan) => ({
  code: 'plan_changed',
  message: `The plan is no longer the one that was shown. It would now be: ${summary}`.slice(0, 500),
});

/** What a trainee asks for waits for a supervisor, whatever the office would let pass; a read changes nothing. */
export const guarded = ({ role, effect }: Pick<ActionRow, 'role' | 'effect'>, plan: ActionPlan): ActionPlan =>
  role === 'trainee' && effect === 'write' ? { ...plan, approve: 'supervisor' } : plan;

/** A result that cannot be used: a read has failed, a write may have had its effect all the same and is read back. */
const unusable = ({ effect }: ActionRow): 'failed' | 'cutOff' => (effect === 'read' ? 'failed' : 'cutOff');

const planned = (row: ActionRow, plan: ActionPlan, how: How): Reported =>
  isExpected(row, plan)
    ? { event: { type: 'planned', plan: kept(row, plan, how) }, details: {} }
    : { event: { type: 'refused' }, details: { error: changed(plan) } };

/** What a report means; outputs are checked against what the office declared. */
export const reported = (row: ActionRow, report: ActionReport, how: How): Reported => {
  const { offered } = how;
  switch (report.step) {
    case 'planned':
      return planned(row, guarded(row, report.plan), how);
    case 'refused':
    case 'failed':
    case 'unverified':
      return { event: { type: report.step }, details: { error: report.error } };
    case 'unknown':
      return { event: { type: 'cutOff' }, details: { error: report.error } };
    case 'succeeded': {
      const { output, card } = report;
      const fault = outputFault(offered, output);
      if (fault) return { event: { type: unusable(row) }, details: { error: fault }, fault };
      return { event: { type: 'succeeded', output }, details: { output, card } };
    }
    case 'verified': {
      const { output, card } = report;
      const fault = output === undefined ? null : outputFault(offered, output);
      if (fault) return { event: { type: 'unverified' }, details: { error: fault }, fault };
      return { event: { type: 'verified', output }, details: { output, card } };
    }
    case 'nothing':
      return { event: { type: 'nothing' }, details: {} };
    case 'later':
      return { event: { type: 'later', againInMs: report.againInMs }, details: {} };
    default:
      return report satisfies never;
  }
};
