import type { EntryDataOf, IdentityLevel, Shopper } from '@shopbell/protocol';
import type { ConversationState } from '../store/store.ts';
import { conflict, type Decision } from './decision.ts';

/** What the relay knows of a shopper by a signature or a code. */
export type Identified = Pick<Shopper, 'verified' | 'proved'>;

const order: readonly IdentityLevel[] = ['anyone', 'known', 'verified'];

/** The identity a shopper has at a time. A proof counts as `verified` until its time is over, then as `known`. */
export const levelOf = ({ verified, proved }: Identified, now: number): IdentityLevel => {
  if (verified !== null) return 'verified';
  if (proved === undefined) return 'anyone';
  return now < proved.until ? 'verified' : 'known';
};

/** Whether somebody has the identity that is needed. */
export const hasIdentity = (shopper: Identified | null, needed: IdentityLevel, now: number): boolean =>
  shopper !== null && order.indexOf(levelOf(shopper, now)) >= order.indexOf(needed);

/** What is lacking, and what to do about it. */
export const identitySentence = (title: string, needed: IdentityLevel, canSend: boolean): string => {
  const lately = needed === 'verified' ? ' in the last minutes' : '';
  const code = canSend ? `, or has proved their mail address by a code${lately}` : '';
  const ask = canSend ? ', or for a code: “identity:ask”' : '';
  return `“${title}” needs a shopper who is signed in at the shop${code}. Ask them to sign in${ask}.`;
};

/** A mail address for the transcript: `l•••@example.com`. */
export const maskAddress = (email: string): string => {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
};

/** A step of proving an address, for everyone to see. `body`: what was sent, without the code. */
export const decideIdentityStep = (
  data: EntryDataOf<'identity'>,
  body: string = data.step,
): Decision & { ok: true } => ({
  ok: true,
  drafts: [{ type: 'identity', data, audience: 'everyone' }],
  body,
});

/** The shop’s side asks the shopper to prove their address. In a closed conversation nobody would see it. */
export const decideIdentityAsk = (state: ConversationState): Decision =>
  state.status === 'closed'
    ? conflict('The conversation is closed. Reopen it first.', 'asked')
    : { ...decideIdentityStep({ step: 'asked' }), expect: { status: ['queued', 'open'] } };
