import { describe, expect, test } from 'vitest';
import { previewOf, shorten } from './preview.ts';

describe('a preview', () => {
  test.each([
    ['short', 'short'],
    ['two\n  lines\tand  more ', 'two lines and more'],
    [' before', 'before'],
    ['after ', 'after'],
    ['no\u00A0break', 'no break'],
    ['x'.repeat(140), 'x'.repeat(140)],
    ['x'.repeat(141), `${'x'.repeat(139)}…`],
    // The bell is two units: where it does not fit whole it is left out whole.
    [`${'x'.repeat(138)}🔔${'x'.repeat(9)}`, `${'x'.repeat(138)}…`],
    [`${'x'.repeat(137)}🔔${'x'.repeat(9)}`, `${'x'.repeat(137)}🔔…`],
  ])('of %j is at most 140 characters on one line', (text, expected) => {
    const short = shorten(text);
    expect(short).toBe(expected);
    expect(short.length).toBeLessThanOrEqual(140);
    expect(short.isWellFormed()).toBe(true);
  });

  test.each([
    ['**Yes**, _of course_: `A-1`', 'Yes, of course: A-1'],
    ['See [our page](https://shop.example/a)', 'See our page (shop.example)'],
    ['You need:\n- **tea**\n- water', 'You need: • tea • water'],
    ['2*3*4 snake_case_name', '2*3*4 snake_case_name'],
    [`**${'x'.repeat(200)}**`, `${'x'.repeat(139)}…`],
    // Cut before it is read, so that nobody makes the relay read a novel for a line.
    [`**${'x '.repeat(5_000)}**`, `**${'x '.repeat(68)}x…`],
  ])('of %j has the words without their marks', (text, expected) => {
    expect(previewOf('shopper', [{ kind: 'text', text }])).toEqual({ by: 'shopper', text: expected });
  });

  test('says in words what a card shows', () => {
    const card = {
      kind: 'choices' as const,
      version: 1 as const,
      id: 'size',
      prompt: 'Which size?',
      options: [{ value: 'm', label: 'Medium' }],
    };
    expect(previewOf('bot', [{ kind: 'card', card }])).toEqual({ by: 'bot', text: 'Which size? - Medium' });
  });
});
