import type { ActionId, ActionReport, Audience, Json } from '@shopbell/protocol';
import type { ActionRow, ConversationState } from '../store/store.ts';
import { conflict, type Decision } from './decision.ts';

/** An action somebody asks for; `dueAt` is when the office must have reported. */
export type ActionRequest = {
  action: ActionId;
  name: string;
  version: number;
  title: string;
  input: Json;
  audience: Audience;
  dueAt: number;
};

type Named = { name: string; title: string };

/** Asks for an action. What the shopper would see of it cannot begin in a closed conversation. */
export const decideActionRequest = (state: ConversationState, request: ActionRequest): Decision => {
  const { action, name, title, input, audience } = request;
  const body = `request ${JSON.stringify([name, input, audience])}`;
  if (state.status === 'closed' && audience === 'everyone') {
    return conflict('The conversation is closed. Reopen it, or ask for the action among staff.', body);
  }
  const { action: id, ...rest } = request;
  return {
    ok: true,
    drafts: [
      {
        type: 'action',
        data: { action, name, title, step: 'requested' },
        audience,
        staffData: { input },
      },
    ],
    body,
    action: { id, from: null, to: 'requested', request: rest },
    ...(audience === 'everyone' ? { expect: { status: ['queued', 'open'] as const } } : {}),
  };
};

const stepData = (row: Named & { id: ActionId }, step: 'running' | ActionReport['step']) => ({
  action: row.id,
  name: row.name,
  title: row.title,
  step,
});

/** An office has taken it. */
export const decideActionRunning = (row: ActionRow): Decision => ({
  ok: true,
  drafts: [{ type: 'action', data: stepData(row, 'running'), audience: row.audience }],
  body: `running ${row.id}`,
  action: { id: row.id, from: 'requested', to: 'running' },
});

/** How it went: the card is for whoever sees the action, output and error for staff. */
export const decideActionReport = (row: ActionRow, report: ActionReport): Decision => {
  const body = `report ${JSON.stringify(report)}`;
  if (row.step !== 'requested' && row.step !== 'running') {
    return conflict('The action has been reported already.', body);
  }
  const data = stepData(row, report.step);
  const shown = report.step === 'succeeded' && report.card ? { ...data, card: report.card } : data;
  const staffData = report.step === 'succeeded' ? { output: report.output } : { error: report.error };
  return {
    ok: true,
    drafts: [{ type: 'action', data: shown, audience: row.audience, staffData }],
    body,
    action: { id: row.id, from: row.step, to: report.step },
  };
};
