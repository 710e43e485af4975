import { refuse, type ShopperId } from '@shopbell/protocol';
import { sizes, times } from '@shopbell/protocol/limits';
import { nanoid } from 'nanoid';
import { hash } from 'node:crypto';
import type { Challenge, Confirmer, IdentityStore } from '../store/identity-store.ts';
import { hashCode, isCode, mintCode } from './code.ts';
import { writeCodeMail, type CodeMail } from './code-mail.ts';
import { tooOften, type Limits } from './limits.ts';
import { digest } from './tokens.ts';

/**
 * What is to be written to a shopper, and in their language a mail that says it: `subject`, `text`, and `html`, which fetches
 * nothing. `locale`: a language tag, `en` where nothing is known.
 */
export type CodeMessage = {
  shop: string;
  to: string;
  code: string;
  locale: string;
  expiresAt: number;
} & CodeMail;

/** Brings a code to a mail address. Rejects when it could not; it has ten seconds. */
export type SendCode = (message: CodeMessage) => Promise<void>;

type Whose = { shop: string; shopper: ShopperId };
/** Who asks for a code, for which address, and from where. */
export type CodeRequest = Whose & {
  shopName: string;
  email: string;
  locale?: string | undefined;
  address: string;
};

/** Who enters a code. `next`: the token that takes the place of theirs, by a seed. */
type By = Whose & Confirmer & { next: (seed: string) => string };
/** The new token, the same at each repetition. */
type Confirmed = { token: string };
type WrongCode = { id: string; triesLeft: number };

/** Codes that prove a mail address. */
export interface Codes {
  /** Whether there is anything to send them with. */
  readonly canSend: boolean;
  /** Throws `unavailable` where {@link canSend} is false. */
  requireSender: () => void;
  /** Sends a code, whose id this is; the one before is void. Throws `rate_limited`, `unavailable`. */
  send: (request: CodeRequest) => Promise<{ id: string; expiresAt: number; isSent: boolean }>;
  /** Judges a code. `triesLeft` of a wrong one; `null`: there is none to enter. */
  confirm: (by: By, code: string) => Promise<Confirmed | WrongCode | null>;
  /** Judges a code that was confirmed by this very confirmation, a moment ago; `null`: there is none. */
  repeat: (by: By, code: string) => Promise<Confirmed | WrongCode | null>;
}

export type CodesOptions = {
  store: IdentityStore;
  limits: Limits;
  now: () => number;
  sendCode?: SendCode | undefined;
  /** How long a proof counts as `verified`, in milliseconds. */
  freshMs?: number | undefined;
  logger: { error(fields: object, message: string): void };
  sendTimeoutMs?: number;
};

const noSender = () =>
  refuse(
    'unavailable',
    'This relay has nothing to send codes with. Set SHOPBELL_CODE_SENDER (or `sendCode` of createRelay), or have the shopper sign in at the shop.',
  );

/** Rejects when the sender hangs. */
const within = async (ms: number, work: Promise<void>): Promise<void> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it took longer than ${ms} ms`)), ms);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** What a sender says of its failure may repeat what it was given. */
const withoutSecrets = (error: unknown, { code, to }: CodeMessage): string =>
  (error instanceof Error ? error.message : String(error))
    .replaceAll(code, '[code]')
    .replaceAll(to, '[address]')
    .slice(0, 300);

/** Takes a token for each of whom a code costs one, on all relays together. */
const takeSending = async (
  { store, limits, now }: CodesOptions,
  { shop, shopper, email, address }: CodeRequest,
): Promise<void> => {
  const takes = [
    ['codePerShopper', shopper],
    ['codePerAddress', address],
    ['codePerMail', `${shop} ${email.toLowerCase()}`],
  ] as const;
  const allowances = takes.map(([name, whose]) => ({
    ...limits.rate(name),
    key: hash('sha256', `${name} ${whose}`, 'base64url'),
  }));
  const waitMs = await store.takeAllowances(allowances, now());
  if (waitMs > 0) throw tooOften(waitMs);
};

/** What tells the new token of a confirmation from any other; the salt is known to the store alone. */
const seedOf = ({ salt }: Challenge, { nonce }: Confirmer): string => `${salt} ${nonce}`;

const createDelivery =
  ({ sendCode, logger, sendTimeoutMs = times.identityCodeSendMs }: CodesOptions) =>
  async (message: CodeMessage): Promise<boolean> => {
    if (!sendCode) throw noSender();
    try {
      await within(
        sendTimeoutMs,
        // A sender that throws at once is one that rejects.
        (async () => sendCode(message))(),
      );
      return true;
    } catch (error) {
      logger.error({ shop: message.shop, why: withoutSecrets(error, message) }, 'a code could not be sent');
      return false;
    }
  };

type Times = { now: () => number; freshMs: number };

/** Judges what is entered. */
const createJudge = (store: IdentityStore, { now, freshMs }: Times): Pick<Codes, 'confirm' | 'repeat'> => {
  const triesMax = sizes.identityTriesMax;
  const repeat: Codes['repeat'] = async (by, code) => {
    const { shop, shopper, token, nonce } = by;
    // Not `by` itself: the store may be in a thread, and a function does not go there.
    const challenge = await store.tryConfirmed({ shop, shopper, token, nonce }, { now: now(), triesMax });
    if (challenge === null) return null;
    const { id, tries } = challenge;
    if (!(await isCode(challenge, code))) return { id, triesLeft: triesMax - tries };
    await store.returnTry(challenge);
    return { token: by.next(seedOf(challenge, by)) };
  };
  const confirm: Codes['confirm'] = async (by, code) => {
    const { shop, shopper, nonce } = by;
    const challenge = await store.tryChallenge({ shop, shopper }, { now: now(), triesMax });
    if (challenge === null) return null;
    const { id, email, tries } = challenge;
    if (!(await isCode(challenge, code))) return { id, triesLeft: triesMax - tries };
    const token = by.next(seedOf(challenge, by));
    const at = now();
    const proved = { email, at, until: at + freshMs };
    const renewal = { token: by.token, nonce, next: digest(token), until: at + times.identityRenewMs };
    if (await store.prove({ shop, shopper, id }, proved, renewal)) return { token };
    // The same confirmation may have come twice at once: then the other has just taken it.
    return repeat(by, code);
  };
  return { confirm, repeat };
};

/** Makes what sends and judges codes; what it must remember is in the store. */
export const createCodes = (options: CodesOptions): Codes => {
  const { store, now, sendCode, freshMs = times.identityFreshMs } = options;
  const deliver = createDelivery(options);
  const requireSender = (): void => {
    if (!sendCode) throw noSender();
  };
  return {
    canSend: sendCode !== undefined,
    requireSender,
    send: async (request) => {
      const { shop, shopName, shopper, email, locale = 'en' } = request;
      requireSender();
      await takeSending(options, request);
      const code = mintCode();
      const at = now();
      const expiresAt = at + times.identityCodeMs;
      const id = nanoid();
      const challenge = { shop, shopper, email, id, expiresAt };
      await store.saveChallenge({ ...challenge, ...(await hashCode(challenge, code)) }, at);
      const mail = writeCodeMail({ shop: shopName, code, locale });
      const isSent = await deliver({ shop, to: email, code, locale, expiresAt, ...mail });
      if (!isSent) await store.dropChallenge(challenge);
      return { id, expiresAt, isSent };
    },
    ...createJudge(store, { now, freshMs }),
  };
};
