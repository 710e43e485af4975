import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import type { Entry } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Chat } from '../panel/chat.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { wordsFor } from '../panel/words.ts';
import { formatLeft } from './countdown.ts';
import { IdentityView } from './identity-view.tsx';
import '../../test/words.ts';
import { identityWordsFor } from './identity-words.ts';
import type { Proof } from './prove.ts';
import { digitsOf } from './proving.ts';

const english = identityWordsFor('en');
const now = new Date('2026-11-22T10:00:00Z').getTime();
beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

type Data = Entry<'identity'>['data'];
const entry = (data: Data, at = now): Entry<'identity'> => ({
  conversation: 'cnv_12345678',
  seq: 1,
  at,
  by: { kind: 'shopper', id: 'shp_12345678', name: 'Ann' },
  audience: 'everyone',
  nonce: `n${data.step}`,
  type: 'identity',
  data,
});
const asked = entry({ step: 'asked' });

const show = (steps: Entry<'identity'>[] = [asked], { claimed = '', locale = 'en' } = {}) => {
  const prove = vi.fn<(what: Proof) => Promise<void>>(async () => {});
  const renew = vi.fn<(token: string | undefined) => void>();
  const state = {
    ...emptyPanel('Shop'),
    locale,
    conversation: { id: 'cnv_12345678' },
  } as unknown as PanelState;
  const call = async (command: string, input: Proof & { conversation: string; nonce: string }) => {
    expect([input.conversation, input.nonce.length]).toEqual(['cnv_12345678', 21]);
    await prove('email' in input ? { email: input.email } : { code: input.code });
    return command === 'identity:confirm-code' ? { token: 'sbt_new' } : { expiresAt: now };
  };
  const hold = vi.fn<(isHeld: boolean) => void>();
  const post = async (command: string, input: Parameters<typeof call>[1], token: string) => {
    expect(token).toBe('sbt_old');
    return Response.json({ ok: true, data: await call(command, input) });
  };
  const visitor = { claim: { email: claimed || undefined } };
  const chat = {
    presence: { session: { connection: { call } }, visitor, holdToken: hold, post },
    store: { value: state },
    keeping: { token: 'sbt_old', setToken: renew },
  } as unknown as Chat;
  const element = (all: Entry<'identity'>[]) => (
    <IdentityView
      item={{
        kind: 'identity',
        key: 'identity 1',
        isAsked: all[0]?.data.step === 'asked',
        steps: [all[0] ?? asked, ...all.slice(1)],
      }}
      state={state}
      words={wordsFor(locale)}
      chat={chat}
    />
  );
  const { rerender } = render(element(steps));
  return { prove, renew, hold, go: (all: Entry<'identity'>[]) => rerender(element(all)) };
};
const email = () => screen.getByLabelText<HTMLInputElement>('Your mail address');
const code = () => screen.getByLabelText<HTMLInputElement>('Code from the mail, 6 digits');
const press = (name: string) =>
  act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
    await vi.advanceTimersByTimeAsync(0);
  });
const type = (field: HTMLInputElement, value: string) =>
  act(async () => void fireEvent.input(field, { target: { value } }));
const problem = () => screen.getByRole('alert').textContent;

const askFor = async (address: string): Promise<void> => {
  await type(email(), address);
  await press('Send me a code');
};

describe('the way to prove an address', () => {
  test('begins with what the page says it is, and takes the focus from nobody', () => {
    show([asked], { claimed: 'ann@example.com' });
    expect(email().value).toBe('ann@example.com');
    expect(email().getAttribute('autocomplete')).toBe('email');
    expect(document.activeElement).toBe(document.body);
  });

  test('sends the address, then asks for the code, with the focus in its field', async () => {
    const { prove, renew } = show();
    await askFor(' ann@example.com ');
    expect(prove).toHaveBeenCalledExactlyOnceWith({ email: 'ann@example.com' });
    expect(screen.getByText(/We sent a code to ann@example.com/)).toBeTruthy();
    expect(document.activeElement).toBe(code());
    expect([code().inputMode, code().getAttribute('autocomplete')]).toEqual(['numeric', 'one-time-code']);
    await type(code(), '01 23-45x');
    await press('Confirm');
    expect(prove).toHaveBeenLastCalledWith({ code: '012345' });
    expect(renew).toHaveBeenCalledExactlyOnceWith('sbt_new');
  });

  test('asks again while the connection is gone, and says so when it stays away', async () => {
    const { prove } = show();
    prove.mockRejectedValueOnce(refuse('disconnected', 'x'));
    await askFor('ann@example.com');
    await act(async () => void (await vi.advanceTimersByTimeAsync(700)));
    expect(code()).toBeTruthy();
    prove.mockRejectedValue(refuse('disconnected', 'x'));
    await type(code(), '123456');
    await press('Confirm');
    await act(async () => void (await vi.advanceTimersByTimeAsync(10_000)));
    expect(problem()).toBe(english.offline);
    expect(prove).toHaveBeenCalledTimes(2 + 8);
  });

  test('fetches the new token by the old one where the answer was lost, and holds on to that meanwhile', async () => {
    const { prove, renew, hold } = show();
    await askFor('ann@example.com');
    prove.mockRejectedValueOnce(refuse('disconnected', 'x'));
    await type(code(), '123456');
    await press('Confirm');
    expect(hold.mock.calls).toEqual([[true]]);
    await act(async () => void (await vi.advanceTimersByTimeAsync(700)));
    expect(prove.mock.calls.slice(1)).toEqual([[{ code: '123456' }], [{ code: '123456' }]]);
    expect(renew).toHaveBeenCalledExactlyOnceWith('sbt_new');
    expect(hold.mock.calls).toEqual([[true], [false]]);
  });

  test.each(['', 'ann', 'ann@shop', 'an n@example.com'])(
    'asks for an address instead of “%s”',
    async (value) => {
      const { prove } = show();
      await askFor(value);
      expect(prove).not.toHaveBeenCalled();
      expect(problem()).toBe(english.noEmail);
      expect(email().getAttribute('aria-invalid')).toBe('true');
      expect(document.getElementById(email().getAttribute('aria-describedby') ?? '')?.textContent).toBe(
        problem(),
      );
    },
  );

  test('sends nothing twice while it is under way', async () => {
    const { prove } = show();
    prove.mockReturnValueOnce(new Promise(() => {}));
    await askFor('ann@example.com');
    await press('Sending the code …');
    expect(prove).toHaveBeenCalledOnce();
  });

  test.each([
    [refuse('unavailable', 'x'), english.unsent],
    [refuse('timeout', 'x'), english.offline],
    [refuse('bad_request', 'x'), english.noEmail],
    [
      refuse('rate_limited', 'x', { retryAfterMs: 200_000 }),
      'Those were many codes. You can ask again in 3:20.',
    ],
    [new Error('x'), english.failed],
  ])('says in words why no code was sent (%s)', async (error, words) => {
    const { prove } = show();
    prove.mockRejectedValueOnce(error);
    await askFor('ann@example.com');
    expect(problem()).toBe(words);
    expect(email().value).toBe('ann@example.com');
  });

  test.each([
    [refuse('forbidden', 'x', { triesLeft: 4 }), 'This is not the code. You have 4 more tries.'],
    [refuse('forbidden', 'x', { triesLeft: 1 }), english.wrong.one],
    [refuse('forbidden', 'x', { triesLeft: 0 }), english.over],
    [refuse('conflict', 'x'), english.over],
  ])('says at the code what was wrong with it (%s)', async (error, words) => {
    const { prove } = show();
    await askFor('ann@example.com');
    await type(code(), '123');
    await press('Confirm');
    expect(problem()).toBe(english.noCode);
    prove.mockRejectedValueOnce(error);
    await type(code(), '123456');
    await press('Confirm');
    expect(problem()).toBe(words);
  });

  test('offers another code when the time has come, and at once when this one is void', async () => {
    const { prove } = show();
    await askFor('ann@example.com');
    expect(screen.getByText('You can ask for a new one in 0:30.')).toBeTruthy();
    await press('Send a new code');
    expect(prove).toHaveBeenCalledOnce();
    await act(async () => void vi.advanceTimersByTime(29_000));
    expect(screen.getByText('You can ask for a new one in 0:01.')).toBeTruthy();
    await act(async () => void vi.advanceTimersByTime(1_000));
    expect(screen.queryByText(/ask for a new one/)).toBeNull();
    await press('Send a new code');
    expect(prove).toHaveBeenLastCalledWith({ email: 'ann@example.com' });
    prove.mockRejectedValueOnce(refuse('conflict', 'x'));
    await type(code(), '123456');
    await press('Confirm');
    await press('Send a new code');
    expect(prove).toHaveBeenCalledTimes(4);
  });

  test('goes back to the address', async () => {
    show();
    await askFor('ann@example.com');
    await press('Other address');
    expect(document.activeElement).toBe(email());
  });

  test('is where it was after a reload, as long as the code is good', () => {
    const sent = (at: number) => entry({ step: 'sent', address: 'a•••@example.com' }, at);
    show([asked, sent(now - 60_000)]);
    expect(screen.getByText(/We sent a code to a•••@example.com/)).toBeTruthy();
    cleanup();
    show([asked, sent(now - 600_000)]);
    expect(email()).toBeTruthy();
  });
});

test('a proof stands in the place of the form, with its time, and keeps the keyboard’s place', async () => {
  const { go } = show();
  await askFor('ann@example.com');
  go([asked, entry({ step: 'sent' }), entry({ step: 'proved', address: 'a•••@example.com' })]);
  expect(screen.getByText(/Thank you: a•••@example.com is yours./)).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(document.querySelector('time')?.dateTime).toBe('2026-11-22T10:00:00.000Z');
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Prove your mail address' }));
});

test.each([
  [{ step: 'sent', address: 'a•••@example.com' }, 'We sent a code to a•••@example.com.'],
  [{ step: 'proved', address: 'a•••@example.com' }, 'Thank you: a•••@example.com is yours.'],
  [{ step: 'failed' }, 'That did not work. Ask for a new code.'],
] as const)('a step that nobody asked for is a line (%j)', (data, words) => {
  show([entry(data)]);
  expect(screen.getByText(words)).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
});

test('German has the same words', () => {
  show([asked], { locale: 'de-AT' });
  expect(screen.getByRole('button', { name: 'Code senden' })).toBeTruthy();
});

test.each([
  [0, '0:00'],
  [1, '0:01'],
  [27_000, '0:27'],
  [600_000, '10:00'],
])('%d ms are left as %s', (ms, words) => {
  expect(formatLeft(ms)).toBe(words);
});

test('of what is pasted the digits count', () => {
  expect(digitsOf('Your code: 12 34 567')).toBe('123456');
});
