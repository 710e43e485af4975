import { render } from '@testing-library/preact';
import { vi } from 'vitest';
import { createPreferences } from '../src/app/preferences.ts';
import { openDesk } from '../src/app/start.ts';
import { SignedIn } from '../src/app/signed-in.tsx';
import type { fakeAgent } from './fake-agent.ts';

/** What jsdom does not have and the desk needs of a browser. */
export const prepareBrowser = (): void => {
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
    this.querySelector<HTMLElement>('[autofocus]')?.focus();
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
  document.hasFocus = () => true;
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, '', '/desk/');
};

/** Draws the signed-in desk of an agent. */
export const showDesk = ({ agent }: ReturnType<typeof fakeAgent>) => {
  const preferences = createPreferences(localStorage, document.documentElement);
  const onSignOut = vi.fn<() => void>();
  const desk = openDesk(agent);
  const view = render(<SignedIn desk={desk} preferences={preferences} onSignOut={onSignOut} />);
  return { ...view, desk, preferences, onSignOut };
};

/** Presses a key where the focus is. */
export const press = (key: string, values: KeyboardEventInit = {}): void => {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...values }));
};
