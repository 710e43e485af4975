import { officeKilledAfterEffect } from './actions/office-killed-after-effect.ts';
import { officeKilledBeforeEffect } from './actions/office-killed-before-effect.ts';
import { officeKilledInVerify } from './actions/office-killed-in-verify.ts';
import {
  officeAnswersLate,
  officeAnswersTwice,
  officeSendsGarbage,
  officeSendsHuge,
} from './actions/office-misbehaves.ts';
import { relayKilled } from './actions/relay-killed.ts';
import { toolReturnsGarbage, toolReturnsHuge } from './actions/tool-garbage.ts';
import { toolHangs } from './actions/tool-hangs.ts';
import { toolIsLate } from './actions/tool-late.ts';
import { toolThrowsAfter, toolThrowsBefore } from './actions/tool-throws.ts';
import { twoOffices } from './actions/two-offices.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario there is, by the part of the project it is about. */
export const scenarios = {
  actions: [
    relayKilled,
    officeKilledBeforeEffect,
    officeKilledAfterEffect,
    officeKilledInVerify,
    twoOffices,
    toolThrowsBefore,
    toolThrowsAfter,
    toolHangs,
    toolIsLate,
    toolReturnsGarbage,
    toolReturnsHuge,
    officeAnswersTwice,
    officeAnswersLate,
    officeSendsGarbage,
    officeSendsHuge,
  ],
} as const satisfies Record<string, readonly Scenario[]>;
