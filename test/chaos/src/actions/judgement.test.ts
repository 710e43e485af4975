import { describe, expect, test } from 'vitest';
import { actionsIn, judgeActions, type PlayedStep } from './judgement.ts';

const id = 'act_one';
const paid = { key: id, cents: 500 };

/** `verified.` is the end; `planned?` asks for the shopper’s yes, `planned!` for a supervisor’s. */
const stepsOf = (story: string): PlayedStep[] =>
  story.split(' ').map((word) => ({
    step: word.replace(/[.?!]$/, ''),
    isEnd: word.endsWith('.'),
    confirm: word.endsWith('?'),
    approve: word.endsWith('!'),
  }));

const kindsIn = (story: string, effects: readonly { key: string; cents: number }[]) =>
  judgeActions([{ id, cents: 500, steps: stepsOf(story) }], effects).map(({ kind }) => kind);

const whole = 'requested planned? confirmed running succeeded verified.';

describe('the judge of actions', () => {
  test.each([
    [whole, [paid]],
    ['requested planned? confirmed running unknown succeeded verified.', [paid]],
    ['requested planned? confirmed running unknown running succeeded verified.', [paid]],
    ['requested planned! approved running unknown failed.', []],
    ['requested planned? declined.', []],
    ['requested refused.', []],
  ])('finds nothing in “%s”', (story, effects) => {
    expect(kindsIn(story, effects)).toEqual([]);
  });

  test.each([
    ['doubled effect', whole, [paid, paid]],
    ['two ends', `${whole} verified.`, [paid]],
    ['step after the end', `${whole} running`, [paid]],
    ['no end', 'requested planned? confirmed running', []],
    ['no end', 'requested planned? confirmed running unknown', [paid]],
    ['effect denied', 'requested planned? confirmed running unknown failed.', [paid]],
    ['effect denied', 'requested planned? declined.', [paid]],
    ['success without effect', whole, []],
    ['success without effect', 'requested planned? confirmed running succeeded.', []],
    ['given up', 'requested planned? confirmed running unknown unverified.', [paid]],
    ['wrong amount', whole, [{ key: id, cents: 501 }]],
    ['stray effect', whole, [paid, { key: 'act_other', cents: 1 }]],
    ['ran without consent', 'requested planned? running succeeded verified.', [paid]],
    ['ran without consent', 'requested planned! confirmed running succeeded verified.', [paid]],
    ['ran without consent', 'requested planned? confirmed planned? running succeeded verified.', [paid]],
    ['impossible step', 'requested planned? confirmed running running succeeded verified.', [paid]],
    ['impossible step', 'planned? confirmed running succeeded verified.', [paid]],
  ])('flags “%s” where it is planted: %s', (kind, story, effects) => {
    expect(kindsIn(story, effects)).toContain(kind);
  });

  test('reads a transcript action by action', () => {
    const entry = (data: object, staffData?: object) => ({ type: 'action', data, staffData }) as never;
    const transcript = [
      entry({ action: id, step: 'requested' }, { input: { cents: 500 } }),
      entry({ action: 'act_two', step: 'requested' }, { input: { cents: 7 } }),
      entry({ action: id, step: 'planned', plan: { confirm: true } }),
      entry({ action: id, step: 'declined', end: true }),
    ];
    expect(actionsIn(transcript)).toEqual([
      {
        id,
        cents: 500,
        steps: [
          { step: 'requested', isEnd: false },
          { step: 'planned', isEnd: false, confirm: true, approve: false },
          { step: 'declined', isEnd: true },
        ],
      },
      { id: 'act_two', cents: 7, steps: [{ step: 'requested', isEnd: false }] },
    ]);
  });
});
