import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const systemNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

// Some systems put a stub under the name that only tells how to install the browser: ask it for its version.
const answers = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;

/** The path or name of a Chromium that starts: the system's, else Playwright's own. `null`: there is none. */
export const findChromium = (): string | null => {
  const installed = systemNames.find(answers);
  if (installed !== undefined) return installed;
  const own = chromium.executablePath();
  return existsSync(own) && answers(own) ? own : null;
};
