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

/** Who confirms: the digest of the token they came with, and the nonce of what they sent. */
export type Confirmer = { token: string; nonce: string };

/** A bucket of tokens that counts on every relay: `perMs` give one back, up to `burst`. `key`: a digest. */
export type Allowance = { key: string; burst: number; perMs: number };

type Bounds = { now: number; triesMax: number };

/** Codes that prove a mail address, and what they proved: at most one of each per shopper. */
export interface IdentityStore {
  /** Keeps a challenge in the place of the shopper’s earlier one; those of anybody that are over are forgotten. */
  saveChallenge(challenge: Challenge, now: number): Promise<void>;
  /**
   * Counts a try before anybody judges it, and gives the challenge with how often it was tried. `null`: there is none,
   * it is over, or its tries are used up.
   */
  tryChallenge(whose: Challenged, bounds: Bounds): Promise<(Challenge & { tries: number }) | null>;
  /**
   * Takes the challenge, once, keeps what it proved, and puts the next token (a digest) in the place of the one it was
   * confirmed with, in one transaction. `false`: it was taken or replaced. Until the time given it is kept for whoever confirmed it.
   */
  prove(
    challenge: Challenged & Pick<Challenge, 'id'>,
    proved: Proved,
    by: Confirmer & { next: string; until: number },
  ): Promise<boolean>;
  /** As {@link tryChallenge}, for a challenge that was confirmed already, by this very confirmation. */
  tryConfirmed(by: Confirmer & Challenged, bounds: Bounds): Promise<(Challenge & { tries: number }) | null>;
  /** Gives a try back: it was right. */
  returnTry(challenge: Challenged & Pick<Challenge, 'id'>): Promise<void>;
  /** Who confirmed a challenge with this token, for as long as that is kept; the token itself is void by then. */
  shopperConfirming(shop: string, token: string, now: number): Promise<ShopperId | null>;
  /** Takes a token from each of several buckets, in this order, as long as there are. How long to wait for one; 0: all are taken. */
  takeAllowances(allowances: readonly Allowance[], now: number): Promise<number>;
  /** Takes back a challenge that could not be sent. */
  dropChallenge(challenge: Challenged & Pick<Challenge, 'id'>): Promise<void>;
  /** Forgets what the shopper has proved, and the challenge under way. */
  voidProof(whose: Challenged): Promise<void>;
}
