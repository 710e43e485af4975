/**
 * The one table of errors: what a program needs to react, whether trying again may help, and the HTTP status.
 * No schema library here, so that browsers may import it.
 */
export const errors = {
  bad_request: { retryable: false, status: 400 },
  unauthenticated: { retryable: false, status: 401 },
  forbidden: { retryable: false, status: 403 },
  not_found: { retryable: false, status: 404 },
  conflict: { retryable: false, status: 409 },
  nonce_reused: { retryable: false, status: 409 },
  too_large: { retryable: false, status: 413 },
  unsupported_file: { retryable: false, status: 415 },
  unsupported_protocol: { retryable: false, status: 426 },
  rate_limited: { retryable: true, status: 429 },
  action_failed: { retryable: false, status: 502 },
  office_unavailable: { retryable: true, status: 503 },
  unavailable: { retryable: true, status: 503 },
  timeout: { retryable: true, status: 504 },
  disconnected: { retryable: true, status: 503 },
  internal: { retryable: false, status: 500 },
} as const;

/** What went wrong, for programs. */
export type ErrorCode = keyof typeof errors;

/** What may stand beside a message, for programs. */
export type ErrorDetails = {
  /** Milliseconds after which trying again may succeed. */
  retryAfterMs?: number;
  /** The path to the offending field, e.g. `parts.0.text`. */
  field?: string;
  /** Names the log line of an `internal` error. */
  trace?: string;
  /** With `forbidden`: the identity the shopper lacks for it, and whether a code sent by mail can give it here. */
  needs?: 'known' | 'verified';
  stepUp?: boolean;
  /** With `unsupported_file`: what is in it cannot be told, is not taken here, is damaged, has too many pixels, or it is empty. */
  reason?: 'unknown' | 'unwanted' | 'unreadable' | 'too_many_pixels' | 'empty';
  /** How often another code may be entered before it is void. */
  triesLeft?: number;
};

/** An error as it travels: `message` says what is wrong and what to do. */
export type WireError = { code: ErrorCode; message: string; details?: ErrorDetails };

/** The only class of Shopbell: an expected refusal. Thrown inside, sent as {@link WireError}. */
export class ShopbellError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'ShopbellError';
    this.code = code;
    this.details = details;
  }
}

/** Makes the error to throw: `throw refuse('rate_limited', 'Wait a moment …', { retryAfterMs })`. */
export const refuse = (code: ErrorCode, message: string, details?: ErrorDetails): ShopbellError =>
  new ShopbellError(code, message, details);

/** Whether the same request may succeed later. Unknown codes, from newer relays, may not. */
export const isRetryable = (code: string): boolean =>
  Object.hasOwn(errors, code) && errors[code as ErrorCode].retryable;

/** The error as data, for the wire. */
export const toWireError = (error: ShopbellError): WireError => ({
  code: error.code,
  message: error.message,
  ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
});

/** The error thrown on the far side. A code this version does not know reads as `internal`. */
export const fromWireError = (wire: {
  code: string;
  message: string;
  details?: ErrorDetails;
}): ShopbellError =>
  new ShopbellError(
    Object.hasOwn(errors, wire.code) ? (wire.code as ErrorCode) : 'internal',
    wire.message,
    wire.details,
  );
