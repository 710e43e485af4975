import { describe, expect, test } from 'vitest';
import { verifyChains, type Head } from '../../src/log/verify.ts';
import { add, anna, begin, say, whisper, type Ground } from './ground.ts';

/** That each entry is linked to the one before it. */
export const describeChain = (open: () => Promise<Ground>): void => {
  describe('the chain', () => {
    test('leads through every entry of every conversation, also after the store was closed and opened', async () => {
      await using ground = await open();
      const one = await begin(ground.store);
      const other = await begin(ground.store);
      for (const draft of [
        whisper('psst\nnote'),
        say('“é” \u2028 😀'),
        { ...whisper('x'), staffData: { a: 1 } },
      ])
        await add(ground.store, { id: one.id, by: anna, draft });
      await ground.reopen();
      await ground.store.append(
        [one, other, one].map(({ id }, index) => ({
          shop: 'demo',
          conversation: id,
          by: anna,
          nonce: `chained_${index}_0000`,
          drafts: [say('both'), whisper('at once')],
        })),
      );
      const heads: Head[] = [];
      const verdict = await verifyChains(ground.store, { onHead: (head) => heads.push(head) });
      expect(verdict).toEqual({ entries: 11, erased: 0, conversations: 2, findings: [] });
      expect(new Map(heads.map(({ conversation, seq }) => [conversation, seq]))).toEqual(
        new Map([
          [one.id, 8],
          [other.id, 3],
        ]),
      );
    });

    test('a repeated append adds no link', async () => {
      await using ground = await open();
      const { id } = await begin(ground.store);
      const again = { id, by: anna, draft: say('once'), nonce: 'again_000000000001' };
      await add(ground.store, again);
      await add(ground.store, again);
      expect(await verifyChains(ground.store)).toMatchObject({ entries: 2, findings: [] });
    });
  });
};
