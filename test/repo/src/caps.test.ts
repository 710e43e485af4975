import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './run.ts';
import { root } from './workspace.ts';

const lines = (count: number, line = 'total += 1;') => Array.from({ length: count }, () => line).join('\n');
const inFunction = (count: number) =>
  `export const add = (from: number): number => {\nlet total = from;\n${lines(count)}\nreturn total;\n};\n`;
const file = (count: number) =>
  `${Array.from({ length: count }, (_, index) => `export const value${index} = ${index};`).join('\n')}\n`;

/** One file each, planted under `packages/planted/src/`: what it holds and the rule that must object (`null`: none). */
const planted: Record<string, [rule: string | null, text: string]> = {
  'any.ts': ['no-explicit-any', 'export const open = (value: any): string => String(value);\n'],
  'any-in-a.test.ts': ['no-explicit-any', 'export const open = (value: any): string => String(value);\n'],
  'bang.ts': ['no-non-null-assertion', 'export const first = (of: string[]): string => of[0]!;\n'],
  'ignore.ts': ['ban-ts-comment', '// @ts-ignore\nexport const two: number = "2";\n'],
  'long-file.ts': ['max-lines', file(251)],
  'full-file.ts': [null, file(250)],
  'long-file.test.ts': ['max-lines', file(401)],
  'full-file.test.ts': [null, file(400)],
  'long-function.ts': ['max-lines-per-function', inFunction(47)],
  'full-function.ts': [null, inFunction(46)],
  'many-parameters.ts': [
    'max-params',
    'export const add = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n',
  ],
  'deep.ts': [
    'max-depth',
    'export const dig = (a: boolean): string => {\nif (a) {\nif (!a) {\nif (a) {\nif (!a) {\nreturn "x";\n}\n}\n}\n}\nreturn "";\n};\n',
  ],
  'cycle-one.ts': [
    'no-cycle',
    'import type { Two } from "./cycle-two.ts";\nexport type One = { two: Two | null };\n',
  ],
  'cycle-two.ts': [
    'no-cycle',
    'import type { One } from "./cycle-one.ts";\nexport type Two = { one: One | null };\n',
  ],
  'floating.ts': [
    'no-floating-promises',
    'const later = async (): Promise<void> => {};\nexport const start = (): void => {\nlater();\n};\n',
  ],
  'switch.ts': [
    'switch-exhaustiveness-check',
    'export const name = (of: "a" | "b"): string => {\nswitch (of) {\ncase "a":\nreturn "A";\n}\nreturn "";\n};\n',
  ],
};

// The repository’s own would look for packages that are not installed there.
const compilerOptions = {
  strict: true,
  module: 'esnext',
  target: 'es2024',
  noEmit: true,
  types: [],
  allowImportingTsExtensions: true,
};

type Report = { diagnostics: { code?: string; filename: string }[] };

describe('the lint config holds the caps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-caps-'));
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    for (const [name, [, text]] of Object.entries(planted)) {
      const path = join(folder, 'packages/planted/src', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const { output } = await run({
      program: 'oxlint',
      args: ['--type-aware', '--format=json'],
      folder,
    });
    const { diagnostics } = JSON.parse(output) as Report;
    for (const { code = '', filename } of diagnostics) {
      const name = filename.split('/').at(-1) ?? '';
      found.set(name, [...(found.get(name) ?? []), code]);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(Object.entries(planted))('%s', (name, [rule]) => {
    const codes = (found.get(name) ?? []).map((code) => code.replace(/^.*\((.*)\)$/, '$1'));
    expect(rule === null ? codes.length === 0 : codes.includes(rule), codes.join(', ')).toBe(true);
  });
});
