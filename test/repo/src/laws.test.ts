import { globSync, readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageOf, sourceFiles, type SourceFile } from './source.ts';
import { root } from './workspace.ts';

const files = sourceFiles();
const shipped = files.filter((file) => !file.isTest && /^(packages|examples)\/[^/]+\/src\//.test(file.path));
const inPackages = shipped.filter((file) => file.path.startsWith('packages/'));

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

const saying = (of: readonly SourceFile[], pattern: RegExp): string[] =>
  of.filter((file) => pattern.test(withoutComments(file.text))).map((file) => file.path);

const importing = (of: readonly SourceFile[], name: string): string[] =>
  of
    .filter((file) => file.imports.some((each) => packageOf(each.specifier) === name && !each.typeOnly))
    .map((file) => file.path);

const outside = (paths: readonly string[], home: RegExp): string[] =>
  paths.filter((path) => !home.test(path));

describe('what comes from outside has one home', () => {
  test('SQL stands in the store', () => {
    const sql =
      /\b(SELECT\s[\s\S]+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA\s)/;
    const home = /^packages\/server\/src\/store\//;
    expect(outside(saying(inPackages, sql), home)).toEqual([]);
    expect(
      outside([...importing(inPackages, 'kysely'), ...importing(inPackages, 'node:sqlite')], home),
    ).toEqual([]);
  });

  test('the environment is read in a config file, one per program', () => {
    expect(outside(saying(shipped, /\bprocess\.env\b/), /\/config\.ts$/)).toEqual([]);
  });

  test('what browsers load posts messages in one file, and never to anybody', () => {
    // The relay has no windows: it posts to its own threads, beside the store that has one.
    const posting = outside(
      saying(inPackages, /\.postMessage\(/),
      /^packages\/server\/src\/store\/sqlite\/([a-z]+\/)?([a-z]+-)?thread(-answers)?\.ts$/,
    );
    expect(posting.length).toBeLessThanOrEqual(1);
    expect(outside(posting, /^packages\/widget\/src\//)).toEqual([]);
    expect(saying(inPackages, /postMessage\([^)]*['"]\*['"]/)).toEqual([]);
  });

  test('Socket.IO’s server stands in the gateway', () => {
    expect(outside(importing(shipped, 'socket.io'), /^packages\/server\/src\/gateway\//)).toEqual([]);
  });

  test('socket.io-client stands in the client’s transport', () => {
    expect(
      outside(importing(shipped, 'socket.io-client'), /^packages\/client\/src\/([a-z-]*-)?transport\b/),
    ).toEqual([]);
  });

  test('nothing hands text to an HTML parser or an evaluator', () => {
    const sinks =
      /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc|setHTMLUnsafe)\b|document\.write|\beval\(|new Function\(/;
    expect(saying(shipped, sinks)).toEqual([]);
  });
});

describe('names and shapes', () => {
  test('there is one class, the error', () => {
    const classes = files
      .filter((file) => file.path.includes('/src/') && !file.isTest)
      .flatMap((file) => [
        ...withoutComments(file.text).matchAll(/^(?:export )?(?:default )?(?:abstract )?class (\w+)/gm),
      ])
      .map(([, name]) => name);
    expect(classes).toEqual(['ShopbellError']);
  });

  test('nothing is exported wholesale', () => {
    expect(saying(files, /^export \*/m)).toEqual([]);
  });

  test('files are kebab-case and none is a drawer for anything', () => {
    const odd = files.filter(
      ({ path }) =>
        !/^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(basename(path)) ||
        /^(utils?|helpers?|common|manager|service|data|info|misc)\./.test(basename(path)),
    );
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  test('no source asks the checker to look away', () => {
    expect(
      files.filter((file) => /@ts-(ignore|nocheck|expect-error)/.test(file.text) && !file.isTest),
    ).toEqual([]);
  });

  test('nothing is left to do in a comment', () => {
    const open = /\b(TO[D]O|FIX[M]E|HA[C]K)\b/;
    expect(files.filter((file) => open.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

describe('the repository', () => {
  const texts = globSync(
    '{.ci,.github,docs,packages,examples,test,*}/**/*.{ts,tsx,json,md,yml,yaml,css,html,svg,sh}',
    {
      cwd: root,
      exclude: (name) => /(^|\/)(node_modules|dist|results|\.git)$/.test(name),
    },
  ).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

  test('speaks of itself alone: no path or name of the machine it was written on', () => {
    const machine = [root, homedir(), hostname()].filter((each) => each.length > 6 && each !== 'localhost');
    const paths = /(?<![\w.~$}-])\/(?:home|root|Users|work)\/[\w.-]+/;
    const telling = texts.filter(
      ({ text }) => paths.test(text) || machine.some((name) => text.includes(name)),
    );
    expect(telling.map(({ path }) => path)).toEqual([]);
  });

  test('introduces itself in at most 120 lines', () => {
    const lines = readFileSync(join(root, 'README.md'), 'utf8').trimEnd().split('\n').length;
    expect(lines).toBeGreaterThan(20);
    expect(lines).toBeLessThanOrEqual(120);
  });
});
