import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textNodes } from './text-nodes.ts';

const payloadFile = new URL('../../../../../shared/data/xss/payloads.json', import.meta.url);
const hasPayloads = existsSync(payloadFile);
const payloads: unknown[] = hasPayloads ? (JSON.parse(readFileSync(payloadFile, 'utf8')) as unknown[]) : [];

if (!hasPayloads)
  console.log('Skipped: no script-injection payloads in ../shared/data/xss beside the project.');

describe('text nodes', () => {
  test('make a link of an address, without the full stop behind it', () => {
    expect(textNodes('See https://example.com/a?b=1. Thanks')).toEqual([
      { text: 'See ' },
      { text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { text: '. Thanks' },
    ]);
  });

  test('keep a bracket that was opened inside the address', () => {
    const nodes = textNodes('(https://example.com/Bell_(tool))');
    expect(nodes[1]?.href).toBe('https://example.com/Bell_(tool)');
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'http://',
    '//a.b',
  ])('make no link of %s', (text) => {
    expect(textNodes(text)).toEqual([{ text }]);
  });

  test('lose and add no character', () => {
    const text = 'a <b>https://x.example/"onclick=1</b> & https://y.example!';
    expect(
      textNodes(text)
        .map((node) => node.text)
        .join(''),
    ).toBe(text);
  });

  test.skipIf(!hasPayloads)('link nothing but http(s) in the script-injection payloads', () => {
    expect(payloads.length).toBeGreaterThan(100);
    for (const payload of payloads.map(String)) {
      const nodes = textNodes(payload);
      expect(nodes.map((node) => node.text).join('')).toBe(payload);
      for (const { href } of nodes) expect(href ?? 'https://').toMatch(/^https?:\/\//i);
    }
  });
});
