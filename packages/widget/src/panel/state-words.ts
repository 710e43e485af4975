import { fill } from '@shopbell/look';
import type { ErrorCode } from '@shopbell/protocol';
import type { PanelState } from './panel-state.ts';
import type { Standing } from './timeline.ts';
import type { Words } from './words.ts';

/** The line under the shop’s name: how the connection stands where that matters, else who answers. */
export const stateWords = (state: PanelState, words: Words): string => {
  const { connection, conversation, isStaffed } = state;
  switch (connection.name) {
    case 'connecting':
    case 'opening':
      // Once it was live, trying again is said plainly instead of flickering.
      return connection.attempt > 1 ? words.waiting : words.connecting;
    case 'waiting':
      return words.waiting;
    case 'refused':
      return connection.error.code === 'unsupported_protocol' ? words.outdated : words.refused;
    case 'idle':
    case 'closed':
      return words.connecting;
    case 'live': {
      if (conversation?.agent && conversation.status !== 'closed')
        return fill(words.answers, conversation.agent.name);
      if (isStaffed === null) return '';
      return isStaffed ? words.staffed : words.unstaffed;
    }
    default:
      return connection satisfies never;
  }
};

/** Why a message was refused, as the end of a sentence; the relay’s own sentence is for programs and logs. */
const refusalWords = (code: ErrorCode, { refusals }: Words): string =>
  Object.hasOwn(refusals, code) ? refusals[code as keyof typeof refusals] : refusals.other;

/** How a message stands, in words. */
export const standingWords = (standing: Standing, state: PanelState, words: Words): string => {
  switch (standing.name) {
    case 'pending':
      return state.connection.name === 'live' && !standing.isLate ? words.sending : words.pending;
    case 'slow':
      return words.slow;
    case 'refused':
      return fill(words.refusedMessage, refusalWords(standing.code, words));
    case 'sent':
      return words.sent;
    case 'seen':
      return words.seen;
    default:
      return standing satisfies never;
  }
};
