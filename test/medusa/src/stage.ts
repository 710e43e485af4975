import { openBrowser } from '@shopbell-test/e2e/browser';
import { connectAgent, type Agent, type ConversationHandle } from '@shopbell/agent';
import type { Browser } from 'playwright-core';
import type { Round } from './journeys.ts';
import { medusaAdmin, type MedusaAdmin } from './medusa-admin.ts';
import { startCommand, type Command, type Started } from './start.ts';

/** The command running, a browser for the people, a program on the SDK, and Medusa’s own API. */
export type Stage = AsyncDisposable & {
  command: Command;
  started: Started;
  browser: Browser;
  program: Agent;
  medusa: MedusaAdmin;
};

/** Which of the seeded orders are played with, from the desk and by the program. */
export const rounds: Record<'desk' | 'program', Round> = {
  desk: { delivered: '2', toCancel: '3', toMove: '4', lamp: 'LAMP-MOSS', cushion: 'CUSHION-RUST' },
  program: { delivered: '8', toCancel: '9', toMove: '10', lamp: 'LAMP-MOSS', cushion: 'CUSHION-SAND' },
};

/** Starts it all; what it says goes to `hear`. */
export const openStage = async (hear: (line: string) => void): Promise<Stage> => {
  await using stack = new AsyncDisposableStack();
  const command = stack.use(await startCommand(hear));
  const started = await command.started;
  const browser = stack.use(await openBrowser());
  const program = stack.use(await connectAgent({ url: started.relay, key: started.agentKey }));
  const medusa = await medusaAdmin(started);
  const opened = stack.move();
  return {
    command,
    started,
    browser,
    program,
    medusa,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** The conversation in which a shopper says this. Ask before they say it. */
export const conversationSaying = (program: Agent, hello: string): Promise<ConversationHandle> => {
  const { promise, resolve } = Promise.withResolvers<ConversationHandle>();
  program.on('message', ({ text, conversation }) => {
    if (text === hello) resolve(conversation);
  });
  return promise;
};
