import { sizes, type ActionId, type ActionReport } from '@shopbell/protocol';
import type { Offered } from './offices.ts';

/** An action’s end without a result. */
export type Failed = Extract<ActionReport, { step: 'failed' }>;

/** A failure as an office would report it. */
export const failure = (action: ActionId, code: string, message: string): Failed => ({
  action,
  step: 'failed',
  error: { code, message },
});

/** The office’s connection is over. */
export const officeGone = (id: ActionId): Failed =>
  failure(id, 'office_unavailable', 'The office that carries out this action is gone. Try again later.');

/** What is wrong with an output, if anything: it becomes that action’s failure. */
export const outputFault = (offered: Offered, report: ActionReport): Failed | null => {
  if (report.step === 'failed') return null;
  const { action, output } = report;
  if (Buffer.byteLength(JSON.stringify(output)) > sizes.outputMaxBytes)
    return failure(action, 'output_too_large', `The output is over ${sizes.outputMaxBytes} bytes.`);
  const verdict = offered.output(output);
  if (verdict.kind === 'fits') return null;
  if (verdict.kind === 'unusable')
    return failure(action, 'schema_unusable', 'The office’s output schema cannot be used.');
  return failure(
    action,
    'output_invalid',
    `The output does not fit the action’s schema at “${verdict.where}”.`,
  );
};
