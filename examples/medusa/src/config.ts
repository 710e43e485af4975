import { readDemoSettings } from '@shopbell-example/demo/config';

/** How this is started, from its environment. */
export type Settings = {
  /** The shop page’s port; the relay has the next one. */
  port: number;
  /** Where everything is kept; `null`: in a folder that is gone afterwards. */
  dataFolder: string | null;
  /** Say where everything is as one line of JSON too. */
  isJson: boolean;
  /** Build the widget and the desk when their sources are newer. */
  mayBuild: boolean;
  /** What child processes get besides what they are given. */
  childEnvironment: Record<string, string>;
  /** What installing gets: all of it, for registries and proxies are named there. */
  installEnvironment: NodeJS.ProcessEnv;
};

/** Reads what the demo reads: `PORT` (4800), `SHOPBELL_DATA`, `SHOPBELL_DEMO_JSON`, `SHOPBELL_DEMO_BUILD`. */
export const readSettings = (environment: NodeJS.ProcessEnv = process.env): Settings => {
  const settings = readDemoSettings({ ...environment, PORT: environment['PORT'] || '4800' });
  const dataFolder = environment['SHOPBELL_DATA'] ? settings.dataFolder : null;
  return { ...settings, dataFolder, installEnvironment: environment };
};
