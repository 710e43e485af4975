import { toolMisbehaves } from './tool.ts';

/** It pays long after its lease has passed on, whatever its signal says: it is waited for, not run beside. */
export const toolIsLate = toolMisbehaves({ fault: 'tool answers late', manner: 'is late, once', offices: 2 });
