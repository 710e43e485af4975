import type { Proved, ShopperId } from '@shopbell/protocol';

/** A code under way to a mail address. Of the code itself only a salted hash is here. */
export type Challenge = {
  id: string;
  shop: string;
  shopper: ShopperId;
  email: string;
  /** Random, base64url. */
  salt: string;
  /** Of the code and what it is bound to, base64url. */
  hash: string;
  expiresAt: number;
};

/** Whose challenge it is. */
export type Challenged = Pick<Challenge, 'shop' | 'shopper'>;

/** Codes that prove a mail address, and what they proved: at most one of each per shopper. */
export interface IdentityStore {
  /** Keeps a challenge in the place of the shopper’s earlier one; those of anybody that are over are forgotten. */
  saveChallenge(challenge: Challenge, now: number): Promise<void>;
  /**
   * Counts a try before anybody judges it, and gives the challenge with how often it was tried. `null`: there is none,
   * it is over, or its tries are used up.
   */
  tryChallenge(
    whose: Challenged,
    bounds: { now: number; triesMax: number },
  ): Promise<(Challenge & { tries: number }) | null>;
  /** Takes the challenge, once, and keeps what it proved, in one transaction. `false`: it was taken or replaced. */
  prove(challenge: Challenged & Pick<Challenge, 'id'>, proved: Proved): Promise<boolean>;
  /** Takes back a challenge that could not be sent. */
  dropChallenge(challenge: Challenged & Pick<Challenge, 'id'>): Promise<void>;
  /** Forgets what the shopper has proved, and the challenge under way. */
  voidProof(whose: Challenged): Promise<void>;
}
