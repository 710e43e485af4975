import { refuse, type Proved, type ShopperId } from '@shopbell/protocol';
import { sizes, times } from '@shopbell/protocol/limits';
import { nanoid } from 'nanoid';
import type { IdentityStore } from '../store/identity-store.ts';
import { hashCode, isCode, mintCode } from './code.ts';
import type { Limits } from './limits.ts';

/** What is to be written to a shopper. `locale`: a language tag, `en` where nothing is known. */
export type CodeMessage = { shop: string; to: string; code: string; locale: string; expiresAt: number };

/** Brings a code to a mail address. Rejects when it could not; it has ten seconds. */
export type SendCode = (message: CodeMessage) => Promise<void>;

type Whose = { shop: string; shopper: ShopperId };
/** Who asks for a code, for which address, and from where. */
export type CodeRequest = Whose & { email: string; locale?: string | undefined; address: string };

/** Codes that prove a mail address. */
export interface Codes {
  /** Whether there is anything to send them with. */
  readonly canSend: boolean;
  /** Throws `unavailable` where {@link canSend} is false. */
  requireSender: () => void;
  /** Sends a code, whose id this is; the one before is void. Throws `rate_limited`, `unavailable`. */
  send: (request: CodeRequest) => Promise<{ id: string; expiresAt: number; isSent: boolean }>;
  /** Judges a code. `triesLeft` of a wrong one; `null`: there is none to enter. */
  confirm: (whose: Whose, code: string) => Promise<Proved | { id: string; triesLeft: number } | null>;
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

const limitKey = (shop: string, email: string): string => `${shop} ${email.toLowerCase()}`;

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

/** Makes what sends and judges codes; what it must remember is in the store. */
export const createCodes = (options: CodesOptions): Codes => {
  const { store, limits, now, sendCode, freshMs = times.identityFreshMs } = options;
  const deliver = createDelivery(options);
  const requireSender = (): void => {
    if (!sendCode) throw noSender();
  };
  return {
    canSend: sendCode !== undefined,
    requireSender,
    send: async ({ shop, shopper, email, locale = 'en', address }) => {
      requireSender();
      limits.take('codePerShopper', shopper);
      limits.take('codePerAddress', address);
      limits.take('codePerMail', limitKey(shop, email));
      const code = mintCode();
      const at = now();
      const expiresAt = at + times.identityCodeMs;
      const id = nanoid();
      const challenge = { shop, shopper, email, id, expiresAt };
      await store.saveChallenge({ ...challenge, ...(await hashCode(challenge, code)) }, at);
      const isSent = await deliver({ shop, to: email, code, locale, expiresAt });
      if (!isSent) await store.dropChallenge(challenge);
      return { id, expiresAt, isSent };
    },
    confirm: async (whose, code) => {
      const challenge = await store.tryChallenge(whose, { now: now(), triesMax: sizes.identityTriesMax });
      if (challenge === null) return null;
      const { id, email, tries } = challenge;
      if (!(await isCode(challenge, code))) return { id, triesLeft: sizes.identityTriesMax - tries };
      const at = now();
      const proved = { email, at, until: at + freshMs };
      return (await store.prove({ ...whose, id }, proved)) ? proved : null;
    },
  };
};
