import { existsSync } from 'node:fs';
import { findChromium } from '@shopbell-test/kit/chromium';
import { run } from './run.ts';

const onDebian = existsSync('/usr/bin/apt-get');
const mend = onDebian
  ? 'apt-get update && apt-get install -y chromium   (as root)'
  : 'npx playwright-core install chromium';

const installers = (): string[][] => {
  const own = ['playwright-core', 'install', 'chromium'];
  const mayUseApt = onDebian && process.getuid?.() === 0;
  return mayUseApt
    ? [
        [
          'sh',
          '-c',
          'apt-get update && apt-get install -y --no-install-recommends chromium fonts-liberation',
        ],
        own,
      ]
    : [own];
};

/** Sees to it that there is a Chromium, installing one where that is allowed. Resolves to what is wrong, or `null`. */
export const ensureBrowser = async (): Promise<string | null> => {
  if (findChromium() !== null) return null;
  for (const [program = '', ...args] of installers()) {
    console.log(`Installing Chromium: ${[program, ...args].join(' ')}`);
    const { output } = await run({ program, args, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (findChromium() !== null) return null;
    console.log(output.trimEnd());
  }
  return `There is no Chromium for the browser tests. Install it with: ${mend}`;
};
