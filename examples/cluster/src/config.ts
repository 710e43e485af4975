import { readDemoSettings } from '@shopbell-example/demo/config';

/** How this is started, from its environment. */
export type Settings = {
  /** The shop’s port; the proxy has the next one, the page of the cluster the one after. */
  port: number;
  /** Say where everything is as one line of JSON too. */
  isJson: boolean;
  /** Build the widget and the desk when their sources are newer. */
  mayBuild: boolean;
  /** What child processes get besides what they are given. */
  childEnvironment: Record<string, string>;
};

/** Reads what the demo reads, but for the folder: `PORT` (4900), `SHOPBELL_DEMO_JSON`, `SHOPBELL_DEMO_BUILD`. */
export const readSettings = (environment: NodeJS.ProcessEnv = process.env): Settings => {
  const { port, isJson, mayBuild, childEnvironment } = readDemoSettings({
    ...environment,
    PORT: environment['PORT'] || '4900',
  });
  return { port, isJson, mayBuild, childEnvironment };
};
