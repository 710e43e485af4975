import { toolMisbehaves } from './tool.ts';

/** What it returns does not fit its schema: what it did counts, and is read back. */
export const toolReturnsGarbage = toolMisbehaves({
  fault: 'tool returns garbage',
  manner: 'returns garbage',
});

/** What it returns is 10 MB. */
export const toolReturnsHuge = toolMisbehaves({ fault: 'tool returns 10 MB', manner: 'returns 10 MB' });
