import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { en } from '../text/en.ts';
import { createSessionKeeper, takeCode, type Session } from './session.ts';
import { SignInView } from './sign-in-view.tsx';

const code = `sbc_${'a'.repeat(43)}`;
const session = { key: `sbs_${'b'.repeat(43)}`, expiresAt: Date.now() + 1_000 };
const answers = (status: number, body: unknown) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(body, { status }));

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const show = (given: string | null = null) => {
  const onSession = vi.fn<(session: Session) => void>();
  render(<SignInView text={en} code={given} notice={null} onSession={onSession} />);
  return onSession;
};
const submit = (pasted: string): void => {
  fireEvent.input(screen.getByLabelText('Sign-in link or code'), { target: { value: pasted } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
};

test('a pasted link signs in with the code in it', async () => {
  const fetched = answers(200, { ok: true, data: session });
  const onSession = show();
  submit(`https://chat.example/desk#code=${code}`);
  await waitFor(() => expect(onSession).toHaveBeenCalledWith(session));
  expect(fetched.mock.calls[0]?.[1]?.body).toBe(JSON.stringify({ code }));
});

test('a code in the address is used at once and only once', async () => {
  const fetched = answers(200, { ok: true, data: session });
  const onSession = show(code);
  await waitFor(() => expect(onSession).toHaveBeenCalledTimes(1));
  expect(fetched).toHaveBeenCalledTimes(1);
});

test.each([
  [401, { ok: false, error: { code: 'unauthenticated' } }, en.signIn.refused],
  [429, { ok: false, error: { code: 'rate_limited' } }, en.signIn.limited],
  [503, 'away', en.signIn.unreachable],
])('an answer of %i is said in a sentence', async (status, body, sentence) => {
  answers(status, body);
  const onSession = show();
  submit(code);
  await screen.findByText(sentence);
  expect(onSession).not.toHaveBeenCalled();
});

test('what is no code is never sent', async () => {
  const fetched = answers(200, {});
  show();
  submit('hello');
  await screen.findByText(en.signIn.malformed);
  expect(fetched).not.toHaveBeenCalled();
});

test('the code is taken out of the address', () => {
  history.replaceState(null, '', `/desk/#code=${code}`);
  expect(takeCode(location, history)).toBe(code);
  expect(location.href).not.toContain('sbc_');
});

test('a session is read back until it is over, and nothing else is taken for one', () => {
  let now = 1_000;
  const keeper = createSessionKeeper(sessionStorage, () => now);
  expect(keeper.read()).toBeNull();
  keeper.keep({ key: 'sbs_x', expiresAt: 2_000 });
  expect(keeper.read()?.key).toBe('sbs_x');
  now = 2_000;
  expect(keeper.read()).toBeNull();
  sessionStorage.setItem('shopbell:desk:session', '{"key":7}');
  expect(keeper.read()).toBeNull();
});
