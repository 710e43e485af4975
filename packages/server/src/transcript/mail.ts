import { refuse } from '@shopbell/protocol';

/** A mail to a shopper. `html` has no script and fetches nothing; `text` says the same. */
export type Mail = { shop: string; to: string; subject: string; text: string; html: string; locale: string };

/** Brings a mail to its address. Rejects when it could not. */
export type SendMail = (mail: Mail) => Promise<void>;

/** The refusal where there is nothing to send with, or it did not work. */
export const mailUnavailable = (): Error =>
  refuse('unavailable', 'The mail could not be sent. Download the transcript instead, or try again later.');

/** Sends, and gives up after a time: a sender that hangs holds up nobody. */
export const deliver = async (
  sendMail: SendMail | undefined,
  mail: Mail,
  timeoutMs: number,
): Promise<void> => {
  if (!sendMail) throw mailUnavailable();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('late')), timeoutMs);
  try {
    await Promise.race([(async () => sendMail(mail))(), late]);
  } catch {
    throw mailUnavailable();
  } finally {
    clearTimeout(timer);
  }
};
