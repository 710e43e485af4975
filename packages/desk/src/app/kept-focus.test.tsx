import { cleanup, render } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { giveFocus, useKeptFocus } from './kept-focus.ts';

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

const Kept = () => {
  useKeptFocus();
  return null;
};

const stage = () => {
  document.body.innerHTML = '<button id="had">Had</button><main id="thread" tabindex="-1"></main>';
  const had = document.querySelector<HTMLButtonElement>('#had');
  if (!had) throw new Error('the stage is not set');
  return { had, home: document.querySelector('#thread') };
};

describe('the focus', () => {
  test('goes back to what had it', () => {
    const { had } = stage();
    giveFocus(had);
    expect(document.activeElement).toBe(had);
  });

  test.each([
    ['is gone', (had: HTMLButtonElement) => had.remove()],
    ['is disabled', (had: HTMLButtonElement) => void (had.disabled = true)],
  ])('goes to the conversation where what had it %s', (_how, spoil) => {
    const { had, home } = stage();
    spoil(had);
    giveFocus(had);
    expect(document.activeElement).toBe(home);
  });

  test('goes to the conversation when what had it leaves without a word', async () => {
    const { had, home } = stage();
    render(<Kept />);
    had.focus();
    had.blur();
    await expect.poll(() => document.activeElement).toBe(home);
  });

  test('goes to the conversation when what was left goes away a moment later', async () => {
    const { had, home } = stage();
    let isThere = true;
    had.getClientRects = () => Array.from({ length: isThere ? 1 : 0 }) as unknown as DOMRectList;
    render(<Kept />);
    had.focus();
    had.blur();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(document.activeElement).toBe(document.body);
    isThere = false;
    await expect.poll(() => document.activeElement).toBe(home);
  });

  test('goes to the conversation as soon as it is there again', async () => {
    const { had, home } = stage();
    render(<Kept />);
    had.focus();
    home?.remove();
    had.blur();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(document.activeElement).toBe(document.body);
    document.body.append(home ?? '');
    await expect.poll(() => document.activeElement).toBe(home);
  });
});
