import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const agentFolder = join(import.meta.dirname, '../..');
const readme = readFileSync(join(agentFolder, 'README.md'), 'utf8');
const snippets = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
const saying = (text: string): string => snippets.find((code) => code.includes(text)) ?? '';

// Inside the package, so that its name leads to its own source.
mkdirSync(join(agentFolder, '.cache'), { recursive: true });
const folder = mkdtempSync(join(agentFolder, '.cache/readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the tests in the README pass, run as a newcomer runs them', async () => {
  writeFileSync(join(folder, 'tip.ts'), saying("name: 'tip.pay'"));
  writeFileSync(join(folder, 'tip.test.ts'), saying('startTestRelay'));
  const args = ['--conditions=source', '--test', '--test-reporter=tap', 'tip.test.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  expect(stdout).toMatch(/^# pass 2$/m);
});
