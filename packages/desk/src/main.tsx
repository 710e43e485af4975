import './app/no-eval.ts';
import { render } from 'preact';
import { App } from './app/app.tsx';
import { badgeAddress } from './app/badge.ts';
import { createPreferences } from './app/preferences.ts';
import { createSessionKeeper, takeCode } from './session/session.ts';

const place = document.querySelector('#app');
if (place) {
  document.querySelector('link[rel=icon]')?.setAttribute('href', badgeAddress(0));
  const code = takeCode(location, history);
  const preferences = createPreferences(localStorage, document.documentElement);
  render(<App preferences={preferences} keeper={createSessionKeeper(sessionStorage)} code={code} />, place);
}
