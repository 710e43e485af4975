import { expect, test } from 'vitest';
import { tables } from '../words/tables.ts';
import { writeCodeMail } from './code-mail.ts';

test.each(Object.keys(tables))('a mail with a code says it in the reader’s language (%s)', (locale) => {
  const { subject, text, html } = writeCodeMail({ shop: 'Ada & Söhne', code: '042137', locale });
  expect(subject).toContain('Ada & Söhne');
  expect(subject).not.toContain('042137');
  expect(text.split('\n')).toContain('042137');
  expect(html).toContain('<strong dir="ltr">042137</strong>');
  expect(html).toContain(`<html lang="${locale}" dir="${/^(ar|he)$/.test(locale) ? 'rtl' : 'ltr'}">`);
  expect(html).toContain('Ada &amp; Söhne');
  expect(html).not.toMatch(/<script|<img|<link|https?:|\{\w*\}/i);
  expect(text).not.toMatch(/\{\w*\}/);
  // Ten minutes, in the reader’s numerals.
  expect(text).toContain(new Intl.NumberFormat(locale).format(10));
});

test('a shop’s name is no markup in a mail', () => {
  const { html } = writeCodeMail({ shop: '<script>1</script>', code: '000000', locale: 'en' });
  expect(html).not.toContain('<script');
});
