import { handle, openOffice, refuse, ShopbellError, type Office, type OfficeOptions } from '@shopbell/agent';
import { readActions, writeActions } from './actions.ts';
import { createIdentification, type AtTheDoor, type Identification } from './identification.ts';
import type { ReadName, WriteName } from './inputs.ts';
import { convertMoney, toDollars } from './money.ts';
import { isRefusal, type Refusal } from './plan.ts';
import { look } from './reads.ts';
import type { Receipt, Shop } from './shop.ts';

const summaryMaxChars = 600;

type Counter = { shop: Shop; identification: Identification };

const written = ({ after }: Receipt) => convertMoney(after, toDollars);
const orThrow = <T extends object>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw refuse('conflict', outcome.refuse);
  return outcome;
};
const brief = (summary: string): string =>
  summary.length <= summaryMaxChars ? summary : `${summary.slice(0, summaryMaxChars - 1)}…`;

/** A write: what was agreed to is what is done, and it is read back before anybody calls it done. */
const handleWrite = ({ shop, identification }: Counter, tool: WriteName) =>
  handle(writeActions[tool], {
    plan: ({ input, ...door }) => {
      const planned = identification.objection(door, input) ?? shop.plan({ tool, input });
      if (isRefusal(planned)) return planned;
      const amount = { amount: planned.amount, currency: 'USD' };
      return { summary: brief(planned.summary), confirm: true, amount };
    },
    run: ({ id, input, planned, ...door }) => {
      const objection = identification.objection(door, input);
      if (objection) throw refuse('conflict', objection.refuse);
      if (shop.receipt(id) === null) {
        const { summary } = orThrow(shop.plan({ tool, input }));
        if (brief(summary) !== planned?.summary)
          throw refuse('conflict', 'The order has changed since this was agreed to: plan it again.');
      }
      return written(orThrow(shop.carryOut(id, { tool, input })));
    },
    verify: ({ id, output }) => {
      const receipt = shop.receipt(id);
      if (!receipt) return output === null ? 'nothing' : { unverified: 'The shop has no trace of it.' };
      if (!shop.holds(receipt)) return { unverified: 'The shop’s records are not as this left them.' };
      return output === null ? { verified: written(receipt) } : 'verified';
    },
  });

const isFinding = (tool: ReadName): boolean => tool.startsWith('find_user_id');

const answer = ({ shop, identification }: Counter, tool: ReadName, asked: AtTheDoor & { input: object }) => {
  const objection = identification.objection(asked, asked.input);
  if (objection) throw refuse('forbidden', objection.refuse);
  const outcome = look(shop.books, tool, asked.input);
  if (isRefusal(outcome)) throw refuse('not_found', outcome.refuse);
  const stranger = isFinding(tool) ? identification.found(asked, String(outcome.found)) : null;
  if (stranger) throw refuse('forbidden', stranger.refuse);
  return outcome;
};

/** The names of a table, as the table types them. */
const namesOf = <N extends string>(table: Record<N, unknown>): N[] => Object.keys(table) as N[];

/** Opens the shop's back office: every tool as an action, each write planned, agreed to, done once and read back. */
export const retailOffice = (shop: Shop, options: Pick<OfficeOptions, 'url' | 'key'>): Promise<Office> => {
  const counter: Counter = { shop, identification: createIdentification(shop.books) };
  const reads = namesOf(readActions).map((tool) =>
    handle(readActions[tool], { run: (context) => answer(counter, tool, context) }),
  );
  return openOffice({
    ...options,
    // What the shop says no to stands in the transcript; only what nobody meant is worth a line here.
    onError: (error) => {
      if (!(error instanceof ShopbellError)) console.error(error);
    },
    actions: [...namesOf(writeActions).map((tool) => handleWrite(counter, tool)), ...reads],
  });
};
