import type { ActionStep, Author, Card, Entry, PlanShown } from '@shopbell/protocol';
import { payment, refund } from './cards.ts';

/** An action with a plan under a name, up to its last step. */
export type StorySample = { name: string; entries: Entry<'action'>[] };

const now = Date.now();
const mara: Author = { kind: 'shopper', id: 'shp_gallery00000', name: 'Mara' };
const grace: Author = { kind: 'agent', id: 'agt_gallery00000', name: 'Grace' };
const office: Author = { kind: 'office', id: 'agt_office000000', name: 'Back office' };
type Step = { step: ActionStep; by?: Author; card?: Card; isEnd?: true };

const storyOf = (
  title: string,
  summary: string,
  { card, ...more }: { card: Card; approve?: 'supervisor'; expiresAt?: number },
) => {
  const plan: PlanShown = {
    summary,
    card,
    confirm: true,
    digest: 'd'.repeat(64),
    expiresAt: now + 15 * 60_000,
    ...more,
  };
  return (name: string, ...steps: Step[]): StorySample => ({
    name,
    entries: [{ step: 'planned' as const }, ...steps].map(
      ({ step, by = office, card: drawn, isEnd }: Step, index) => ({
        conversation: 'cnv_gallery00000',
        seq: index + 1,
        at: now + index * 1_000,
        by,
        audience: 'everyone',
        nonce: `${name}${index}`,
        type: 'action',
        data: {
          action: `act_${name.replaceAll(/\W/g, '')}`,
          name: 'order.refund',
          title,
          step,
          ...(step === 'planned' ? { plan } : {}),
          ...(drawn ? { card: drawn } : {}),
          ...(isEnd ? { end: true as const } : {}),
        },
      }),
    ),
  });
};

const refunding = storyOf('Refund an order', 'We send €56.90 back to you for order AS-10443.', {
  card: refund('planned'),
});
const large = storyOf('Refund an order', 'We send €56.90 back to you for order AS-10443.', {
  card: refund('planned'),
  approve: 'supervisor',
});
const late = storyOf('Refund an order', 'We send €56.90 back to you for order AS-10443.', {
  card: refund('planned'),
  expiresAt: now - 1_000,
});
const yes: Step = { step: 'confirmed', by: mara };
const paid: Step = { step: 'succeeded', card: refund('issued') };

/** An action with a plan at each of its steps. */
export const storySamples: readonly StorySample[] = [
  refunding('asked'),
  refunding('agreed', yes),
  refunding('under way', yes, { step: 'running' }),
  refunding('done, being checked', yes, { step: 'running' }, paid),
  refunding('checked', yes, { step: 'running' }, paid, { step: 'verified', isEnd: true }),
  refunding('unverified', yes, { step: 'running' }, paid, { step: 'unverified', isEnd: true }),
  refunding('failed', yes, { step: 'running' }, { step: 'failed', isEnd: true }),
  refunding('unknown', yes, { step: 'running' }, { step: 'unknown' }),
  refunding('declined', { step: 'declined', by: mara, isEnd: true }),
  refunding('expired', { step: 'expired', isEnd: true }),
  refunding('cancelled', { step: 'cancelled', by: grace, isEnd: true }),
  late('too late'),
  large('waits for approval', yes),
  large('approved first', { step: 'approved', by: grace }),
  large('not approved', yes, { step: 'declined', by: grace, isEnd: true }),
  storyOf('Ask for payment', 'You get a link to pay €71.73 for order AS-10461.', { card: payment('open') })(
    'to be paid',
    yes,
    { step: 'running' },
    { step: 'succeeded', card: payment('open') },
  ),
];
