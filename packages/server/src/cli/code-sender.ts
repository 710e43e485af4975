import { refuse } from '@shopbell/protocol';
import { pathToFileURL } from 'node:url';
import type { SendCode } from '../gate/codes.ts';
import type { SendMail } from '../transcript/mail.ts';

/** What a relay sends mail with: codes, and transcripts if the module brings them, too. */
export type Senders = { sendCode: SendCode; sendMail?: SendMail };

/** Loads what sends the codes: the default export of a module; `sendMail` beside it sends transcripts. Refused with what is wrong, so that no relay starts without. */
export const loadCodeSender = async (path: string): Promise<Senders> => {
  const say = (why: string) =>
    refuse(
      'bad_request',
      `SHOPBELL_CODE_SENDER: ${path} ${why}. It must be a module whose default export is \`async ({ shop, to, code, locale, expiresAt }) => …\`.`,
    );
  let module: { default?: unknown; sendMail?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (error) {
    throw say(`cannot be loaded (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof module.default !== 'function') throw say('has no function as its default export');
  const { sendMail } = module;
  if (sendMail !== undefined && typeof sendMail !== 'function')
    throw say('has a sendMail that is no function');
  const sendCode = module.default as SendCode;
  return sendMail === undefined ? { sendCode } : { sendCode, sendMail: sendMail as SendMail };
};
