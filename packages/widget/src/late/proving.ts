import { counted, fill } from '@shopbell/look';
import type { Entry, ShopbellError } from '@shopbell/protocol';
import { sizes, times } from '@shopbell/protocol/limits';
import { useState } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';
import { formatLeft } from './countdown.ts';
import type { IdentityWords } from './identity-words.ts';
import { prove, type Proof } from './prove.ts';

/** Which field is asked for, what stands in both, and what is wrong with it. */
export type Proving = {
  asks: 'email' | 'code';
  email: string;
  code: string;
  /** Where the code went, as it is shown. */
  sentTo: string;
  /** When another code may be asked for, ms since the Unix epoch. */
  againAt: number;
  problem: string;
  isBusy: boolean;
};

/** The code that is under way, as the transcript knows it. */
export type Sent = Pick<Entry<'identity'>, 'at' | 'data'> | undefined;

type Doing = { chat: Chat; words: IdentityWords; sent: Sent; onProved: () => void };

const begun = ({ chat, sent }: Doing): Proving => {
  const isUnderWay = sent !== undefined && sent.at + times.identityCodeMs > Date.now();
  return {
    asks: isUnderWay ? 'code' : 'email',
    email: chat.presence.visitor.claim.email ?? '',
    code: '',
    sentTo: sent?.data.address ?? '',
    againAt: sent ? sent.at + times.identityCodeAgainMs : 0,
    problem: '',
    isBusy: false,
  };
};

/** Why it was refused, in a sentence; and when asking again makes sense. */
const refusal = (error: unknown, { words, chat }: Doing): Partial<Proving> => {
  // The panel’s own class of errors is not this part’s: what it looks like has to do.
  const { code, details = {} } = (error ?? {}) as Partial<ShopbellError>;
  const { retryAfterMs = 0, triesLeft } = details;
  if (triesLeft) return { problem: counted(words.wrong, triesLeft, chat.store.value.locale) };
  if (triesLeft === 0 || code === 'conflict') return { problem: words.over, code: '', againAt: 0 };
  if (code === 'rate_limited')
    return {
      problem: fill(words.tooOften, formatLeft(retryAfterMs)),
      againAt: Date.now() + retryAfterMs,
    };
  if (code === 'unavailable') return { problem: words.unsent };
  if (code === 'bad_request') return { problem: words.noEmail };
  return { problem: code === 'disconnected' || code === 'timeout' ? words.offline : words.failed };
};

const isEmail = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text) && text.length <= sizes.emailMaxChars;

/** What was typed or pasted, as the digits it is about. */
export const digitsOf = (text: string): string =>
  text.replaceAll(/\D/g, '').slice(0, sizes.identityCodeDigits);

/** Proves an address step by step: a code is asked for, then entered. */
export const useProving = (doing: Doing) => {
  const { chat, words, onProved } = doing;
  const [proving, set] = useState(() => begun(doing));
  const change = (next: Partial<Proving>): void => set((before) => ({ ...before, ...next }));
  const attempt = async (what: Proof, then: () => Partial<Proving>): Promise<void> => {
    if (proving.isBusy) return;
    change({ isBusy: true, problem: '' });
    try {
      await prove(chat, what);
      change({ isBusy: false, ...then() });
    } catch (error) {
      change({ isBusy: false, ...refusal(error, doing) });
    }
  };
  const request = (): void => {
    const email = proving.email.trim();
    if (!isEmail(email)) return change({ asks: 'email', problem: words.noEmail });
    const sent = () =>
      ({ asks: 'code', code: '', sentTo: email, againAt: Date.now() + times.identityCodeAgainMs }) as const;
    void attempt({ email }, sent);
  };
  const confirm = (): void => {
    const { code } = proving;
    if (code.length < sizes.identityCodeDigits) return change({ problem: words.noCode });
    void attempt({ code }, () => (onProved(), {}));
  };
  return { proving, change, request, confirm };
};
