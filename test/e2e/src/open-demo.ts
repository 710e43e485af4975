import { freePair, runDemo, temporaryFolder, type Said } from '@shopbell-example/demo/run-demo';

/** The demo on free ports and an empty folder. */
export type OpenDemo = Said & AsyncDisposable;

/** Starts the demo as a newcomer does; stopped, and its folder gone, at the end of the scope. */
export const openDemo = async (): Promise<OpenDemo> => {
  const folder = await temporaryFolder();
  const demo = runDemo({ port: await freePair(), data: folder.path });
  const close = async (): Promise<void> => {
    await demo[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  try {
    return { ...(await demo.started), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};
