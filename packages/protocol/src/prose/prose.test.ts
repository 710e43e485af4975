import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { targetOf } from './link.ts';
import { mayHaveMarks, parseProse, withoutMarks, type Block } from './prose.ts';
import { runsOf, type Run } from './runs.ts';

const payloadFile = new URL('../../../../../shared/data/xss/payloads.json', import.meta.url);
const hasPayloads = existsSync(payloadFile);
const payloads = hasPayloads ? (JSON.parse(readFileSync(payloadFile, 'utf8')) as unknown[]).map(String) : [];

if (!hasPayloads)
  console.log('Skipped: no script-injection payloads in ../shared/data/xss beside the project.');

const sourceOf = (runs: readonly Run[]): string =>
  runs
    .map((run) => {
      if (run.kind === 'text') return run.text;
      if (run.kind === 'code') return `\`${run.text}\``;
      return run.kind === 'link' ? run.source : `${run.mark}${sourceOf(run.runs)}${run.mark}`;
    })
    .join('');
const blockSource = (block: Block): string => {
  if (block.kind === 'words') return sourceOf(block.runs);
  if (block.kind === 'code') return [block.first, ...block.lines, block.last].join('\n');
  return block.items.map(({ mark, runs }) => `${mark}${sourceOf(runs)}`).join('\n');
};
/** What was typed, made again of what was understood. */
const written = (text: string): string => parseProse(text).map(blockSource).join('\n');

const flat = (runs: readonly Run[]): Run[] =>
  runs.flatMap((run) => (run.kind === 'strong' || run.kind === 'em' ? [run, ...flat(run.runs)] : [run]));
const linksIn = (text: string): Extract<Run, { kind: 'link' }>[] =>
  parseProse(text)
    .flatMap((block) => {
      if (block.kind === 'code') return [];
      return flat(block.kind === 'words' ? block.runs : block.items.flatMap(({ runs }) => runs));
    })
    .filter((run) => run.kind === 'link');

/** In short: `<b…>`, `<i…>`, `<c…>`, `<a…>`. */
const short = (runs: readonly Run[]): string =>
  runs
    .map((run) => {
      if (run.kind === 'text') return run.text;
      if (run.kind === 'code') return `<c${run.text}>`;
      if (run.kind === 'link') return `<a${run.text}${run.shown === null ? '' : `|${run.shown}`}>`;
      return `<${run.kind === 'strong' ? 'b' : 'i'}${short(run.runs)}>`;
    })
    .join('');

describe('a line', () => {
  test.each([
    ['a **b** c', 'a <bb> c'],
    ['*a* and _b_', '<ia> and <ib>'],
    ['**a *b* c**', '<ba <ib> c>'],
    ['`**a**` b', '<c**a**> b'],
    ['(*really*), **so!**', '(<ireally>), <bso!>'],
    ['2*3*4 snake_case_name a ** b', '2*3*4 snake_case_name a ** b'],
    ['**open and *never closed', '**open and *never closed'],
    ['**** ** __ `` `', '**** ** __ `` `'],
    ['**https://example.com/a_b_c**', '<b<ahttps://example.com/a_b_c>>'],
    ['See https://example.com/a?b=1. Thanks', 'See <ahttps://example.com/a?b=1>. Thanks'],
    ['(https://example.com/Bell_(tool))', '(<ahttps://example.com/Bell_(tool)>)'],
    ['[our page](https://example.com/x)', '<aour page|example.com>'],
    ['[example.com](https://example.com/x)', '<aexample.com>'],
    ['[example.com](https://evil.example/)', '<aexample.com|evil.example>'],
    [
      '[call us](tel:+49-30-1) [write](mailto:a@b.example?bcc=c@d.example)',
      '<acall us|+49-30-1> <awrite|a@b.example>',
    ],
    ['[x](javascript:alert(1)) [y](data:text/html,x)', '[x](javascript:alert(1)) [y](data:text/html,x)'],
  ])('%s reads as %s', (line, read) => {
    expect(short(runsOf(line))).toBe(read);
  });
});

describe('a link', () => {
  test.each([
    ['https://аррӏе.example/login', 'xn--80ak6aa92e.example'],
    ['https://example.com@evil.example/', 'evil.example'],
    ['https://example.com\\@evil.example/', 'example.com'],
    ['https://EXAMPLE.com/', null],
    ['https://example.com:443/', null],
    ['http://2130706433/', '127.0.0.1'],
  ])('%s says that it leads to %s', (address, shown) => {
    expect(targetOf(address, address)?.shown).toBe(shown);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/x',
    'http:a.example',
    'https:',
    'http://',
    'mailto:',
    'mailto:a@b.example,c@d.example',
    'tel:alert(1)',
    '//a.example',
  ])('%s is none', (address) => {
    expect(targetOf(address, 'x')).toBeNull();
  });
});

test.each([
  ['**a *b* c** `d`', 'a b c d'],
  ['[us](https://example.com/x), [example.com](https://example.com/)', 'us (example.com), example.com'],
  ['Two:\n- **a**\n- b\n\n3. c\n4. d', 'Two:\n• a\n• b\n\n3. c\n4. d'],
  ['Try:\n```js\n**a**\n```\nDone', 'Try:\n**a**\nDone'],
  ['- 5 degrees, 2*3*4', '- 5 degrees, 2*3*4'],
])('without its marks %j reads as %j', (text, plain) => {
  expect(withoutMarks(text)).toBe(plain);
});

describe('a text', () => {
  test('has code between its fences, with nothing in it read, and only where both are there', () => {
    const [words, code, rest] = parseProse('Try:\n```js\n**a**\n- b\n```\nDone');
    expect([words?.kind, code, rest?.kind]).toEqual([
      'words',
      { kind: 'code', first: '```js', lines: ['**a**', '- b'], last: '```' },
      'words',
    ]);
    expect(parseProse('```\nnever closed').map(({ kind }) => kind)).toEqual(['words']);
  });

  test('has lists of two lines and more, counted as they were typed', () => {
    expect(parseProse('- a\n- **b**')).toMatchObject([{ kind: 'list', items: [{ number: null }, {}] }]);
    expect(parseProse('2. a\n7) b')).toMatchObject([{ items: [{ number: 2 }, { number: 7 }] }]);
    expect(parseProse('- 5 degrees').map(({ kind }) => kind)).toEqual(['words']);
    expect(parseProse('- a\n- b\n1. c\n2. d')).toHaveLength(2);
  });

  // Seeded: the same texts each time.
  const alphabet = [
    '*',
    '**',
    '_',
    '`',
    '```',
    '\n',
    '- ',
    '1. ',
    '[',
    '](',
    ')',
    '(',
    'https://',
    'mailto:',
    'tel:',
    'a',
    'é',
    '鍋',
    '👩‍🚀',
    ' ',
    '.',
    '<b>',
    '&lt;',
    '\\',
    '://',
    '@',
    '\u202e',
    '\ud800',
    '\0',
    '\r',
  ];
  const texts = (count: number): string[] => {
    let state = 7;
    const next = (most: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * most);
    };
    return Array.from({ length: count }, () =>
      Array.from({ length: next(40) }, () => alphabet[next(alphabet.length)]).join(''),
    );
  };

  test('loses and gains no character, whatever it is', () => {
    for (const text of [...texts(20_000), ...payloads]) expect(written(text)).toBe(text);
  });

  test('is told to have no marks only where there are none', () => {
    for (const text of texts(20_000).filter((each) => !mayHaveMarks(each)))
      expect(parseProse(text).map(({ kind }) => kind)).toEqual(['words']);
    expect(texts(20_000).filter((text) => !mayHaveMarks(text)).length).toBeGreaterThan(100);
  });

  test('links to nothing but the web, mail and telephones, whatever it is', () => {
    let count = 0;
    for (const text of [...texts(20_000), ...payloads])
      for (const { href } of linksIn(text)) {
        expect(href).toMatch(/^(https?:\/\/[^/]|mailto:[^\s@]+@|tel:\+?\d)/);
        count += 1;
      }
    expect(count).toBeGreaterThan(100);
  });

  test.each([
    '*',
    '**',
    '_',
    '* ',
    ' *',
    'a*',
    '*a',
    '*_',
    '**a*',
    '_a*b',
    '`',
    '`a',
    '[',
    '[a',
    '[a](',
    '](',
    '[a](b',
    '(',
    ')',
    'https://',
    'https://a.',
    'https://a.b)',
    'mailto:',
    'tel:x',
    'tel:1',
    '.',
    'http://a)))',
    '```\n',
    '```js\n',
    '- a\n',
    '-',
    ' ',
    '\n',
    '1. ',
    '**a ',
    'a_',
    '_a',
  ])('takes no more than its time when it is “%s” fifty thousand times', (piece) => {
    const text = piece.repeat(50_000);
    const startedAt = performance.now();
    expect(written(text)).toBe(text);
    // What grows with the square takes minutes here.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
