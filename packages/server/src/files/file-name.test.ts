import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { disposition, nameFor } from './file-name.ts';

const bidi = '\u202Efdp.exe';

test.each([
  ['holiday.jpg', 'image/jpeg', 'holiday.jpg'],
  ['IMG_0001.HEIC.jpeg', 'image/jpeg', 'IMG_0001.HEIC.jpeg'],
  ['/etc/passwd', 'text/plain', 'passwd.txt'],
  ['..\\..\\boot.ini', 'text/plain', 'boot.ini.txt'],
  ['../../../', 'application/pdf', 'file.pdf'],
  ['', 'image/png', 'file.png'],
  ['...', 'image/png', 'file.png'],
  ['.htaccess', 'text/plain', 'htaccess.txt'],
  ['a.gif', 'image/png', 'a.png'],
  ['page.html', 'text/plain', 'page.html.txt'],
  ['orders.csv', 'text/plain', 'orders.csv'],
  ['bill.pdf.exe', 'application/pdf', 'bill.pdf.exe.pdf'],
  [`bill${bidi}`, 'application/pdf', 'billfdp.exe.pdf'],
  ['nul\u0000l.pdf', 'application/pdf', 'null.pdf'],
  ['CON', 'text/plain', 'file-CON.txt'],
  ['aux.txt', 'text/plain', 'file-aux.txt'],
  ['a\r\nSet-Cookie: x.pdf', 'application/pdf', 'aSet-Cookie x.pdf'],
  ['“Rechnung” März 🧾.pdf', 'application/pdf', '“Rechnung” März 🧾.pdf'],
  [`${'x'.repeat(300)}.pdf`, 'application/pdf', `${'x'.repeat(116)}.pdf`],
])('R49 %j of the type %s is kept as %j', (given, type, kept) => {
  expect(nameFor(given, type)).toBe(kept);
});

test('R49 whatever a sender calls it, the name is short, leads nowhere, and ends as its type does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = nameFor(given, 'application/pdf');
      expect(name.length).toBeLessThanOrEqual(120);
      expect(name).toMatch(/^[^/\\.\p{Cc}\p{Cf}][^/\\\p{Cc}\p{Cf}]*\.pdf$/u);
      expect(name.isWellFormed()).toBe(true);
      expect(disposition('attachment', name)).toMatch(
        /^attachment; filename="[ -~]+"; filename\*=UTF-8''[!-~]+$/,
      );
    }),
  );
});
