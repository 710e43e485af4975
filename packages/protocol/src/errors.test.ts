import { describe, expect, test } from 'vitest';
import {
  errors,
  fromWireError,
  isRetryable,
  refuse,
  ShopbellError,
  toWireError,
  type ErrorCode,
} from './errors.ts';

const codes = Object.keys(errors) as ErrorCode[];

describe('the table of errors', () => {
  test.each(codes)('%s goes over the wire and comes back as it was', (code) => {
    const error = refuse(code, 'Do something else.', { retryAfterMs: 5, field: 'parts.0' });
    const back = fromWireError(
      JSON.parse(JSON.stringify(toWireError(error))) as ReturnType<typeof toWireError>,
    );
    expect(back).toBeInstanceOf(ShopbellError);
    expect(back).toMatchObject({ code, message: error.message, details: error.details });
  });

  test.each(codes)('%s has a status that says so to HTTP', (code) => {
    expect(errors[code].status).toBeGreaterThanOrEqual(400);
    expect(errors[code].status).toBeLessThan(600);
  });

  test('a code from a later version reads as internal, and is not tried again', () => {
    expect(fromWireError({ code: 'teapot', message: 'x' }).code).toBe('internal');
    expect(isRetryable('teapot')).toBe(false);
    expect(isRetryable('toString')).toBe(false);
  });

  test('details that are empty are not sent', () => {
    expect(toWireError(refuse('not_found', 'There is none.'))).toEqual({
      code: 'not_found',
      message: 'There is none.',
    });
  });
});
