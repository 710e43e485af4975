import { isAbsolute, relative, resolve } from 'node:path';

/** How the demo is started, from its environment. */
export type DemoSettings = {
  /** The shop’s port; the relay has the next one. */
  port: number;
  /** The folder of everything that is kept. */
  dataFolder: string;
  /** Say where everything is as one line of JSON too. */
  isJson: boolean;
  /** Build the widget and the desk when their sources are newer. */
  mayBuild: boolean;
  /** What child processes get besides what they are given: where to find programs and how to talk. */
  childEnvironment: Record<string, string>;
};

/** What children inherit: nothing of ours, so that no setting meant for one reaches another. */
const inherited = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot', 'NO_COLOR'] as const;

/** Reads `PORT` (4700), `SHOPBELL_DATA` (`.shopbell`), `SHOPBELL_DEMO_JSON`, `SHOPBELL_DEMO_BUILD`. Throws on a wrong port. */
export const readDemoSettings = (environment: NodeJS.ProcessEnv = process.env): DemoSettings => {
  const text = environment['PORT'] || '4700';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_534) {
    throw new Error(
      `PORT is ${JSON.stringify(text)} but must be a number from 1 to 65534: the relay takes the next one.`,
    );
  }
  return {
    port,
    dataFolder: resolve(environment['SHOPBELL_DATA'] || '.shopbell'),
    isJson: environment['SHOPBELL_DEMO_JSON'] === '1',
    mayBuild: environment['SHOPBELL_DEMO_BUILD'] !== '0',
    childEnvironment: Object.fromEntries(
      inherited.flatMap((name) => {
        const value = environment[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
};

/** A folder as it is best said: from here, if it is below here. */
export const spoken = (folder: string): string => {
  const fromHere = relative('.', folder);
  return fromHere === '' || fromHere.startsWith('..') || isAbsolute(fromHere) ? folder : `${fromHere}/`;
};
