import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestRelay } from './testing.ts';

const agentFolder = join(import.meta.dirname, '..');
const root = join(agentFolder, '../..');
const protocolFolder = join(root, 'packages/protocol');
const snippetsOf = (readme: string): string[] =>
  [...readFileSync(readme, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
const snippets = snippetsOf(join(agentFolder, 'README.md'));

const files: Record<string, string> = {
  'agent.ts': snippets[0] ?? '',
  'front-page.ts': snippetsOf(join(root, 'README.md'))[0] ?? '',
  'stock-check.ts': snippets[1] ?? '',
  'running.ts': snippets[2] ?? '',
  'tip.ts': snippets[3] ?? '',
  'tip.test.ts': snippets[4] ?? '',
  'wrong.ts': `
import { connectAgent } from '@shopbell/agent';
import { stockCheck } from './stock-check.ts';
const agent = await connectAgent({ url: 'http://127.0.0.1:4701', key: 'sbk_x' });
const conversation = await agent.conversation('cnv_12345678');
const { left }: { left: number } = await conversation.run(stockCheck, { product: 'teapot' });
// @ts-expect-error: the product is a string.
await conversation.run(stockCheck, { product: left });
// @ts-expect-error: there is no such event.
agent.on('nonsense', () => {});
agent.on('entry', ({ entry }) => {
  // @ts-expect-error: only some entries have a status.
  console.log(entry.data.status);
  if (entry.type === 'status') console.log(entry.data.status);
});
`,
  'package.json': '{ "name": "newcomer", "private": true, "type": "module" }',
};

/** Two kinds of project: one that compiles its TypeScript, one that leaves it to Node or a bundler. */
const projects = {
  nodenext: { allowImportingTsExtensions: false, include: ['agent.ts', 'front-page.ts', 'stock-check.ts'] },
  preserve: { allowImportingTsExtensions: true, include: ['*.ts'] },
};

/** Strict as can be, declarations of what is installed checked too, and nothing of this repository in reach. */
const tsconfig = (module: keyof typeof projects) => ({
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'],
    module,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: projects[module].allowImportingTsExtensions,
    skipLibCheck: false,
    noEmit: true,
  },
  include: projects[module].include,
});

describe('the packed package, in an empty project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-newcomer-'));
  const PATH = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const sh = (command: string, cwd = folder): string =>
    execFileSync('sh', ['-c', command], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, PATH, NODE_ENV: '' },
    });

  beforeAll(() => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    for (const each of [protocolFolder, agentFolder]) {
      const { scripts } = JSON.parse(readFileSync(join(each, 'package.json'), 'utf8')) as {
        scripts: { build: string };
      };
      sh(scripts.build, each);
      sh(`npx -y pnpm@12 pack --pack-destination ${folder}`, each);
    }
    sh('npm install --prefer-offline --no-audit --no-fund ./shopbell-*.tgz zod@4 @types/node@26');
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['nodenext', 'preserve'] as const)(
    'type-checks under strict settings, README and all (%s)',
    (module) => {
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig(module)));
      expect(sh('tsc -p . || true')).toBe('');
    },
    60_000,
  );

  test('holds nothing but what it needs', () => {
    const packed = sh('find node_modules/@shopbell/agent -type f').trim().split('\n');
    expect(
      packed.every((file) =>
        /\/(dist\/(testing\/)?[\w-]+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file),
      ),
    ).toBe(true);
    expect(sh('ls node_modules/@shopbell').trim().split('\n')).toEqual(['agent', 'protocol']);
    const dist = 'node_modules/@shopbell/agent/dist';
    expect(sh(`cat $(find ${dist} -type f)`)).not.toMatch(/@shopbell\/client/);
    const toBrowsers = sh(`cat ${dist}/index.js ${dist}/shared-*.js`);
    expect(toBrowsers).not.toMatch(/from ['"]node:|@shopbell\/server/);
  });

  test('says what to install for its test kit', () => {
    const program = `import { startTestRelay } from '@shopbell/agent/testing';
      await startTestRelay().catch(({ message }) => console.log(message));`;
    writeFileSync(join(folder, 'kit.mjs'), program);
    expect(sh('node kit.mjs')).toContain('npm install --save-dev @shopbell/server');
  });

  test('answers a shopper with the program of the README, which has at most 15 lines', async () => {
    const program = files['agent.ts'] ?? '';
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(15);
    await using relay = await startTestRelay();
    const SHOPBELL_KEY = await relay.key('bot', 'read', 'reply');
    const child = spawn(process.execPath, ['agent.ts'], {
      cwd: folder,
      env: { PATH, SHOPBELL_URL: relay.url, SHOPBELL_KEY },
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
    await using shopper = await relay.shopper();
    await shopper.says('Hello?');
    try {
      await vi.waitFor(() => expect(shopper.heard, said.join('')).toHaveLength(1), { timeout: 20_000 });
    } finally {
      child.kill();
    }
    expect(shopper.heard[0]).toContain('You wrote “Hello?”');
    expect(said.join('')).toBe('The bot answers for Demo shop.\n');
  }, 60_000);
});
