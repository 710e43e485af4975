import { toolMisbehaves } from './tool.ts';

/** It throws before it has paid: nothing happened, it is run once more. */
export const toolThrowsBefore = toolMisbehaves({
  fault: 'tool throws before the effect',
  manner: 'throws before, once',
});

/** It throws after it has paid: it is read back, not run again. */
export const toolThrowsAfter = toolMisbehaves({
  fault: 'tool throws after the effect',
  manner: 'throws after',
});
