import { sizes, type Json } from '@shopbell/protocol';
import type { Offered } from './offices.ts';

/** Why an action ends without a result. */
export type Fault = { code: string; message: string };

/** What is wrong with an output, if anything: it becomes that action’s failure. */
export const outputFault = (offered: Offered, output: Json): Fault | null => {
  if (Buffer.byteLength(JSON.stringify(output)) > sizes.outputMaxBytes)
    return { code: 'output_too_large', message: `The output is over ${sizes.outputMaxBytes} bytes.` };
  const verdict = offered.output(output);
  if (verdict.kind === 'fits') return null;
  if (verdict.kind === 'unusable')
    return { code: 'schema_unusable', message: 'The office’s output schema cannot be used.' };
  return {
    code: 'output_invalid',
    message: `The output does not fit the action’s schema at “${verdict.where}”.`,
  };
};
