import { refuse } from '@shopbell/protocol';
import { pathToFileURL } from 'node:url';
import type { SendCode } from '../gate/codes.ts';

/** Loads what sends the codes: the default export of a module. Refused with what is wrong, so that no relay starts without. */
export const loadCodeSender = async (path: string): Promise<SendCode> => {
  const say = (why: string) =>
    refuse(
      'bad_request',
      `SHOPBELL_CODE_SENDER: ${path} ${why}. It must be a module whose default export is \`async ({ shop, to, code, locale, expiresAt }) => …\`.`,
    );
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw say(`cannot be loaded (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof module.default !== 'function') throw say('has no function as its default export');
  return module.default as SendCode;
};
