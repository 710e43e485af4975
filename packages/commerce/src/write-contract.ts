import assert from 'node:assert/strict';
import { ShopbellError } from '@shopbell/protocol';
import { Account } from './account.ts';
import { Quote } from './results.ts';
import type { Shop, WriteOptions } from './shop.ts';
import { splitVersion } from './version.ts';
import { results, writeNames, type QuoteRequest, type WriteInput, type WriteName } from './writes.ts';

/** What one writing method is tried with. Each is done once; `refused` is something the shop will not do. */
export type WriteSample<N extends WriteName> = { input: WriteInput<N>; refused?: WriteInput<N> };
/** What the writing methods are tried with; a method without a sample is not tried. */
export type WriteSamples = { [N in WriteName]?: WriteSample<N> };

type Case = () => Promise<void>;
type AnyWrite = (input: unknown, options: WriteOptions) => Promise<object>;

/** How many ask for the same at once. */
const crowd = 8;
const newKey = (): string => `act_contract-${crypto.randomUUID()}`;

const isRefusal = (error: unknown): boolean =>
  error instanceof ShopbellError &&
  ['conflict', 'not_found', 'bad_request'].includes(error.code) &&
  error.message.length > 10;

/** The same with other words, or nothing when it has none. */
const reworded = (input: object): object | undefined => {
  const words = Object.entries(input).filter(([field]) =>
    ['reason', 'text', 'about', 'interest'].includes(field),
  );
  if (words.length === 0) return undefined;
  return { ...input, ...Object.fromEntries(words.map(([field, word]) => [field, `${String(word)}!`])) };
};

type TriedWrite = { name: WriteName; write: AnyWrite; input: object; refused?: object };

/** A shop that gives versions gives the same for the same, and does nothing under another. */
const foretold = async (
  { write, input }: Pick<TriedWrite, 'write' | 'input'>,
  version: string | undefined,
) => {
  if (version === undefined) return;
  const again = splitVersion(await write(input, { key: newKey(), preview: true }));
  assert.equal(again.version, version, 'what is foreseen twice has one version');
  const other = write(input, { key: newKey(), version: `not-${version}`.slice(0, 200) });
  await assert.rejects(other, isRefusal, 'under another version nothing is done');
};

const once =
  (shop: Shop, { name, write, input, refused }: TriedWrite): Case =>
  async () => {
    const key = newKey();
    const { result, version } = splitVersion(await write(input, { key, preview: true }));
    results[name].parse(result);
    assert.equal((await shop.receipt?.(key)) ?? null, null, 'a preview leaves no receipt');
    await foretold({ write, input }, version);
    const how = { key, ...(version === undefined ? {} : { version }) };
    const made = async () => splitVersion(await write(input, how)).result;
    const answers = await Promise.all(Array.from({ length: crowd }, made));
    for (const answer of answers) assert.deepEqual(results[name].parse(answer), answers[0]);
    assert.deepEqual(await made(), answers[0], 'later, too');
    const other = reworded(input) ?? refused;
    if (other !== undefined)
      await assert.rejects(write(other, { key }), isRefusal, 'a key stands for one deed');
    if (shop.receipt === undefined) return;
    const receipt = await shop.receipt(key);
    assert.equal(receipt?.method, name);
    assert.deepEqual(results[name].parse(receipt.result), answers[0]);
  };

const refuses =
  (shop: Shop, { write }: { write: AnyWrite }, refused: unknown): Case =>
  async () => {
    const key = newKey();
    await assert.rejects(write(refused, { key, preview: true }), isRefusal);
    await assert.rejects(write(refused, { key }), isRefusal);
    assert.equal((await shop.receipt?.(key)) ?? null, null, 'what was refused leaves no receipt');
  };

/** The cases of the writing methods that the shop has and for which there is a sample. */
export const writeCases = (shop: Shop, samples: WriteSamples): Record<string, Case> => {
  const cases: Record<string, Case> = {};
  for (const name of writeNames) {
    const [method, sample] = [shop[name], samples[name]];
    if (method === undefined || sample === undefined) continue;
    const write = method.bind(shop) as AnyWrite;
    const { input, refused } = sample;
    cases[`${name}: a preview changes nothing, and a key is done once, however many ask at once`] = once(
      shop,
      {
        name,
        write,
        input,
        ...(refused === undefined ? {} : { refused }),
      },
    );
    if (refused !== undefined)
      cases[`${name}: refuses what the shop will not do, foreseen and asked for`] = refuses(
        shop,
        { write },
        refused,
      );
  }
  return cases;
};

type KnownReads = { sub: string; email: string; quote?: QuoteRequest };

/** The cases of the reads that stand beside the writes. */
export const readBackCases = (
  { quote, account, accountOf, payment, receipt }: Shop,
  known: KnownReads,
): Record<string, Case> => ({
  ...(quote !== undefined && known.quote !== undefined
    ? {
        'quotes a price that adds up and holds for a while': async () => {
          const found = Quote.parse(await quote(known.quote ?? { lines: [] }));
          assert.ok(found.validUntil > Date.now());
        },
      }
    : {}),
  ...(account === undefined
    ? {}
    : {
        'has the account of a customer, and none of somebody else': async () => {
          const found = Account.parse(await account(known.sub));
          assert.equal(found.sub, known.sub);
          assert.equal(found.email.toLowerCase(), known.email.toLowerCase());
          for (const sub of ['nobody-with-this-number', '', '%', '__proto__'])
            assert.equal(await account(sub), null, sub);
        },
      }),
  ...(accountOf === undefined
    ? {}
    : {
        'has the one account of a mail address, in any spelling, and none of another': async () => {
          const found = Account.parse(await accountOf(known.email.toUpperCase()));
          assert.equal(found.sub, known.sub);
          for (const email of ['nobody@example.invalid', '', '%', '*'])
            assert.equal(await accountOf(email), null, email);
        },
      }),
  ...(payment === undefined
    ? {}
    : {
        'answers null for a payment there is not': async () => {
          for (const id of ['no-such-payment', '%', '../orders']) assert.equal(await payment(id), null, id);
        },
      }),
  ...(receipt === undefined
    ? {}
    : {
        'answers null for a key under which nothing was done': async () => {
          for (const key of [newKey(), '%', '__proto__']) assert.equal(await receipt(key), null, key);
        },
      }),
});
