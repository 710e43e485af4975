import type { AnyEntry, ShopperConversation, ShopService } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { firstFormOf, hasOffers } from './offers.ts';
import { emptyPanel, type PanelState } from './panel-state.ts';

const hours = (open: boolean): ShopService => ({ hours: { open, timeZone: 'Europe/Berlin' } });
const both: ShopService = { forms: ['preChat', 'offline'] };
const state = (patch: Partial<PanelState>): PanelState => ({
  ...emptyPanel('Kettle'),
  isStaffed: true,
  ...patch,
});
const conversation = (status: ShopperConversation['status']): ShopperConversation => ({
  id: 'cnv_12345678',
  status,
  openedAt: 1,
  updatedAt: 1,
  agent: null,
  lastSeq: 1,
  readSeq: 1,
  seenSeq: 1,
  preview: null,
});

describe('the form before the first message', () => {
  test.each([
    ['is the one before a chat while somebody is there', { service: both }, 'preChat'],
    ['is the other one while nobody is there', { service: both, isStaffed: false }, 'offline'],
    ['is the other one while the shop is closed', { service: { ...both, ...hours(false) } }, 'offline'],
    [
      'is the one before a chat where there is no other',
      { service: { forms: ['preChat'] }, isStaffed: false },
      'preChat',
    ],
    ['is not the one for absence while somebody is there', { service: { forms: ['offline'] } }, null],
    ['is none where the shop asks nothing', { service: {} }, null],
    ['is none before the relay has said how the shop serves', {}, null],
    ['is none once there is a conversation', { service: both, conversation: conversation('open') }, null],
    ['is none while the first message is on its way', { service: both, pending: [{} as never] }, null],
    ['is none where something was said', { service: both, entries: [{} as AnyEntry] }, null],
  ] as [string, Partial<PanelState>, string | null][])('%s', (_what, patch, form) => {
    expect(firstFormOf(state(patch))).toBe(form);
  });
});

test.each([
  ['nothing was offered', {}, false],
  ['the shop is open', { service: hours(true) }, false],
  ['the shop is closed', { service: hours(false) }, true],
  [
    'a place in the queue is known',
    { conversation: conversation('queued'), queue: { conversation: 'cnv_12345678', ahead: 1 } },
    true,
  ],
  [
    'the place is another conversation’s',
    { conversation: conversation('queued'), queue: { conversation: 'cnv_87654321', ahead: 1 } },
    false,
  ],
  [
    'somebody has come',
    { conversation: conversation('open'), queue: { conversation: 'cnv_12345678', ahead: 1 } },
    false,
  ],
  ['it is over and can be rated', { conversation: conversation('closed'), service: { rating: 5 } }, true],
  [
    'it is over and can be kept',
    { conversation: conversation('closed'), service: { transcript: ['download'] } },
    true,
  ],
  ['it is not over', { conversation: conversation('open'), service: { rating: 5 } }, false],
] as [string, Partial<PanelState>, boolean][])(
  'the later part is fetched only where it has something to say: %s',
  (_what, patch, has) => {
    expect(hasOffers(state(patch))).toBe(has);
  },
);
