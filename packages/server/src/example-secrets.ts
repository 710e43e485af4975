const minBytes = 32;
const exampleWords =
  /change.?me|change.?this|replace|example|placeholder|password|your.?secret|secret.?here|insert|dummy|demo.?secret/i;

/** Why a secret must not be used to sign anything, as the end of a sentence; `null`: it may. */
export const secretFault = (secret: string | Uint8Array): string | null => {
  const bytes = Buffer.from(secret);
  const text = bytes.toString('latin1');
  if (bytes.byteLength < minBytes) return `is shorter than ${minBytes} bytes`;
  if (exampleWords.test(text)) return 'is an example out of a document, which everybody knows';
  // A random secret of 32 characters has far more than this; `aaaa…` and `0123…` have not.
  if (new Set(bytes).size < 10) return 'repeats so few characters that it can be guessed';
  return null;
};

/** What to do about a bad secret. */
export const secretAdvice = 'Make one with `openssl rand -base64 32`.';
