import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

const packages = join(import.meta.dirname, '../../..');
const folders = ['widget/src', 'look/src'];

type Node = { type: string; [key: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Attributes whose values are read out or shown. */
const spokenAttributes =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|alt|label|placeholder|title)$/;
/** Those that are read by the browser alone: lists of classes, relations, paths. */
const machineAttributes = /^(class|rel|d|viewBox|style|sizes|media)$/;
/** What only programs and their developers read. */
const forPrograms = /^(Error|refuse|querySelector|querySelectorAll|matchMedia|closest|animate)$/;

const hasLetters = (text: unknown): boolean => typeof text === 'string' && /\p{L}{2}/u.test(text);
/** Several words, or one that begins like a sentence or ends like one. */
const isSentence = (text: string): boolean =>
  /^\p{L}[\p{L}’',;:-]*(?: \{?\p{L}[\p{L}’',;:.-]*\}?)+[.?…!]?$/u.test(text.trim()) ||
  /^\p{Lu}\p{Ll}+( …|[.?…!])$/u.test(text.trim());

const calleeName = ({ callee }: Node): string => {
  const called = callee as Node;
  const { name } = (called.type === 'MemberExpression' ? called['property'] : called) as { name?: string };
  return name ?? '';
};

const attributeName = (node: Node): string => String((node['name'] as Node)['name']);

/** Text for people in a piece of source, outside what is for programs. */
const spokenIn = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(spokenIn);
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'JSXText':
      return hasLetters(node['value']) ? [String(node['value']).trim()] : [];
    case 'JSXAttribute': {
      const name = attributeName(node);
      const value = node['value'] as Node | null;
      if (machineAttributes.test(name)) return [];
      if (spokenAttributes.test(name) && value?.type === 'Literal' && hasLetters(value['value']))
        return [`${name}=${String(value['value'])}`];
      return spokenIn(value);
    }
    case 'NewExpression':
    case 'CallExpression':
      return forPrograms.test(calleeName(node)) ? [] : [node['callee'], node['arguments']].flatMap(spokenIn);
    case 'ImportDeclaration':
    case 'TSLiteralType':
      return [];
    case 'Literal':
      return typeof node['value'] === 'string' && isSentence(node['value']) ? [node['value']] : [];
    case 'TemplateElement': {
      const { cooked } = node['value'] as { cooked: string };
      return isSentence(cooked) ? [cooked] : [];
    }
    default:
      return Object.values(node).flatMap(spokenIn);
  }
};
const textIn = (name: string, source: string): string[] => spokenIn(parseSync(name, source).program);

const sources = folders.flatMap((folder) =>
  readdirSync(join(packages, folder), { recursive: true, encoding: 'utf8' })
    // The loader’s table is a module: what it says, it says while nothing can be fetched.
    .filter((name) => /(?<!\.test|\.d)\.tsx?$/.test(name) && name !== 'loader/words.ts')
    .map((name) => `${folder}/${name}`),
);

describe('text outside the tables', () => {
  test.each([
    ['<p>Hello</p>', 'Hello'],
    ['<p title="Close">{x}</p>', 'title=Close'],
    ['<p title={"Close the chat"}>{x}</p>', 'Close the chat'],
    ['const a = { words: `Please wait.` }', 'Please wait.'],
    ["say(isOpen ? 'Sending …' : x)", 'Sending …'],
    ["field.placeholder = 'Write a message'", 'Write a message'],
  ])('is seen in %s', (source, text) => {
    expect(
      textIn('a.tsx', `const view = () => ${source.startsWith('<') ? source : `{ ${source} }`};`),
    ).toEqual([text]);
  });

  test.each([
    "import type { A } from 'some words here';",
    "throw new Error('There is no such thing.');",
    "throw refuse('timeout', 'Nobody answered.');",
    "type A = 'two words';",
    'const a = <p class="small yes" rel="noopener nofollow">{words.close}</p>;',
    "const key = event.key === 'Escape';",
  ])('is not what only programs read: %s', (source) => {
    expect(textIn('a.tsx', source)).toEqual([]);
  });

  test.each(sources)('is not in %s', (name) => {
    expect(textIn(name, readFileSync(join(packages, name), 'utf8'))).toEqual([]);
  });
});
