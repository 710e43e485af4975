import { Form, type FormValues } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { answersTo, claimIn } from './forms.ts';

const form = Form.parse({
  id: 'first',
  title: 'First',
  fields: [
    { kind: 'name', id: 'name', label: 'Name' },
    { kind: 'email', id: 'email', label: 'Mail', required: true },
    { kind: 'phone', id: 'phone', label: 'Phone' },
    { kind: 'text', id: 'line', label: 'One line' },
    { kind: 'text', id: 'story', label: 'Story', long: true },
    { kind: 'choice', id: 'topic', label: 'Topic', options: [{ value: 'a', label: 'An order' }] },
    { kind: 'consent', id: 'ok', label: 'I agree', required: true },
    { kind: 'consent', id: 'news', label: 'Send me news' },
  ],
});
const needed = { email: 'ada@example.com', ok: true };
const answer = (values: FormValues) => answersTo(form, { ...needed, ...values });

describe('R55 the answers to a form', () => {
  test('stand in its order, with what was asked, without what was left empty', () => {
    expect(answer({ topic: 'a', name: ' Ada ', phone: '', line: '   ' })).toEqual({
      form: 'first',
      title: 'First',
      answers: [
        { id: 'name', kind: 'name', label: 'Name', value: 'Ada' },
        { id: 'email', kind: 'email', label: 'Mail', value: 'ada@example.com' },
        { id: 'topic', kind: 'choice', label: 'Topic', value: 'a', text: 'An order' },
        { id: 'ok', kind: 'consent', label: 'I agree', value: true },
        { id: 'news', kind: 'consent', label: 'Send me news', value: false },
      ],
    });
  });

  test('claim a name and a mail address, and nothing else', () => {
    expect(claimIn(answer({ name: 'Ada', phone: '+49 30 1234' }))).toEqual({
      name: 'Ada',
      email: 'ada@example.com',
    });
    expect(claimIn(answersTo(Form.parse({ ...form, fields: [form.fields[3]] }), { line: 'x' }))).toEqual({});
  });

  test.each([
    ['a needed field is left empty', { email: ' ' }, 'email'],
    ['a needed box is not ticked', { ok: false }, 'ok'],
    ['a needed box is answered in words', { ok: 'yes' }, 'ok'],
    ['words are wanted and a tick came', { name: true }, 'name'],
    ['it is no mail address', { email: 'ada' }, 'email'],
    ['a mail address has two lines', { email: 'a@b.co\nBcc: c@d.co' }, 'email'],
    ['it is no telephone number', { phone: 'call me' }, 'phone'],
    ['a telephone number has too few digits', { phone: '(30)' }, 'phone'],
    ['it is none of the choices', { topic: 'b' }, 'topic'],
    ['one line has two', { line: 'a\nb' }, 'line'],
    ['a name is longer than names are', { name: 'x'.repeat(81) }, 'name'],
    ['characters cannot be', { story: 'a\u0000b' }, 'story'],
    ['half a character came', { story: '\ud800' }, 'story'],
    ['something was not asked', { secret: 'x' }, 'secret'],
  ])('are refused where %s', (_what, values, field) => {
    expect(() => answer(values as FormValues)).toThrow(
      expect.objectContaining({ code: 'bad_request', details: { field: `values.${field}` } }) as Error,
    );
  });

  test('may have several lines where the form gives room for them', () => {
    expect(answer({ story: 'a\nb' }).answers).toContainEqual(
      expect.objectContaining({ id: 'story', value: 'a\nb' }),
    );
  });

  test('never come from what every object has', () => {
    const odd = Form.parse({ id: 'odd', fields: [{ kind: 'text', id: 'constructor', label: 'Odd' }] });
    expect(answersTo(odd, {}).answers).toEqual([]);
  });
});
