import type { Json } from '@shopbell/protocol';
import type { Action } from '../action-types.ts';
import { connectAgent } from '../connect-agent.ts';
import { openOffice } from '../open-office.ts';
import type { Agent } from '../types.ts';
import { openHouse } from './house.ts';
import { playAction } from './play-action.ts';
import { enterShop } from './scripted-shopper.ts';
import { createSigner } from './sign-in.ts';
import { createStaff } from './staff.ts';
import type { RunActionOptions, TestRelay, TestRelayOptions } from './types.ts';

/** What is made on the first call, and given again on each one after. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

/** A part of a relay that is closed with it. */
const createClosing = () => {
  const stack = new AsyncDisposableStack();
  let closed: Promise<void> | undefined;
  return {
    use: <T extends AsyncDisposable>(thing: T): T => stack.use(thing),
    /** Whatever was used, the last first. */
    close: () => (closed ??= stack.disposeAsync()),
  };
};

type People = Pick<TestRelay, 'office' | 'agent' | 'shopper'>;

/** Has actions done by people who come for that alone, one agent and one supervisor for all of them. */
const createRunAction = ({ agent, shopper }: People): TestRelay['runAction'] => {
  const requester = once(() => agent());
  const supervisor = once(() => agent('supervisor'));
  return async (action: Action | string, input: Json, options: RunActionOptions = {}) => {
    const theirs = options.shopper ?? (await shopper());
    const at = theirs.conversation ?? (await theirs.says('Hello.'));
    const conversation = await (await requester()).conversation(at);
    const it = await conversation.request(action as string, input);
    return playAction({ shopper: theirs, conversation, supervisor }, it, options);
  };
};

/**
 * Starts a relay for tests on a free port of this machine: the real one, with one shop, in memory. Refused with
 * `unavailable` when `@shopbell/server` is not installed.
 */
export const startTestRelay = async (options: TestRelayOptions = {}): Promise<TestRelay> => {
  const house = await openHouse(options);
  const { url, clock, admin, codeFor } = house;
  const { id, name } = options.shop ?? { id: 'demo', name: 'Demo shop' };
  const origin = `https://${id}.example`;
  const signer = createSigner(id, clock.now);
  await admin().saveShop({ id, name, origins: [origin], signInKeys: [signer.key] });
  const { key, revoke } = createStaff(id, house);
  const closing = createClosing();
  closing.use({ [Symbol.asyncDispose]: house.close });

  const people: People = {
    office: async (actions, more = {}) =>
      closing.use(await openOffice({ url, key: await key('office'), actions, ...more })),
    agent: async (role = 'agent'): Promise<Agent> =>
      closing.use(await connectAgent({ url, key: await key(role) })),
    shopper: async ({ signedIn } = {}) => {
      const jwt = signedIn && (() => signer.sign(signedIn));
      return closing.use(await enterShop({ url, shop: id, origin, codeFor, ...(jwt ? { jwt } : {}) }));
    },
  };
  return {
    url,
    shop: { id, name, origin },
    key,
    revoke,
    ...people,
    runAction: createRunAction(people),
    advance: clock.advance,
    stop: house.close,
    restart: house.restart,
    close: closing.close,
    [Symbol.asyncDispose]: closing.close,
  };
};
