import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { Prose } from './prose-view.tsx';

afterEach(cleanup);
const words = { opensNewTab: 'opens in a new tab' };
const shown = (text: string): Element => render(<Prose text={text} words={words} />).container;

test('formatting becomes elements, and everything else text', () => {
  const page = shown('**Two** ways, `now`:\n1. *call*\n2. [write](mailto:a@b.example)\n```\n<b>no</b>\n```');
  expect(page.querySelector('strong')?.textContent).toBe('Two');
  expect([...page.querySelectorAll('ol > li')].map((item) => item.textContent)).toEqual([
    'call',
    'write (opens in a new tab) (a@b.example)',
  ]);
  expect(page.querySelector('pre')?.textContent).toBe('<b>no</b>');
  expect(page.querySelector('b')).toBeNull();
});

test('a link says that it opens in a new tab, and tells nobody where it was followed', () => {
  shown('[Your bank](https://evil.example/login)');
  const link = screen.getByRole('link', { name: /^Your bank ?\(opens in a new tab\)$/ });
  expect([link.getAttribute('rel'), link.getAttribute('target')]).toEqual([
    'noopener noreferrer nofollow',
    '_blank',
  ]);
  expect(screen.getByText('evil.example')).toBeTruthy();
});

test('markup stays the characters it is', () => {
  const markup = '<img src=x onerror=alert(1)> **<script>x</script>** [<i>](https://a.example/<b>)';
  const page = shown(markup);
  expect(page.querySelector('img, script, i, b')).toBeNull();
  expect(page.textContent).toContain('<img src=x onerror=alert(1)> <script>x</script>');
});
