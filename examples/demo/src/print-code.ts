import type { SendCode } from '@shopbell/server';

/** What a shop’s own sender is: here, instead of a mail, a line on the terminal in which the demo runs. */
const printCode: SendCode = async ({ to, code, expiresAt }) => {
  const minutes = Math.round((expiresAt - Date.now()) / 60_000);
  // Its error output is what the demo repeats.
  process.stderr.write(
    `the code for ${to} is ${code} (a shop would send it by mail; good for ${minutes} minutes)\n`,
  );
};

export default printCode;
