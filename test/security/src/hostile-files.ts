import { crc32, deflateSync, gzipSync } from 'node:zlib';

/** What a relay must do with a file: keep it as a picture made anew, keep it for download under a name, or refuse it. */
export type Fate =
  | { kept: 'picture'; name: RegExp; type: string }
  | { kept: 'download'; name: RegExp; type: string }
  | { refused: 'unknown' | 'unwanted' | 'unreadable' | 'too_many_pixels' | 'empty' | 'too_large' };

/** A file somebody means harm with; `canary`: what must be in no byte that is given out. */
export type HostileFile = { what: string; name: string; bytes: Buffer; fate: Fate; canary?: string };

const script = '<script>document.title="CANARY"</script>';
const canary = 'CANARY';
const text = (words: string): Buffer => Buffer.from(words);

const chunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([text(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
};

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A PNG that says it is so large; `rows` of it are there. */
export const png = (width: number, height: number, { rows = height, more = [] as Buffer[] } = {}): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits, grey.
  head.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(rows * (width + 1)));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
const small = png(20, 10);

const gif = (after: string): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1'),
    Buffer.from('\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b', 'latin1'),
    text(after),
  ]);

const pdf = (body: string): Buffer =>
  text(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(${body})>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`,
  );

type Packed = { name: string; data: Buffer; size?: number };
/** A ZIP archive, its files deflated. */
const zip = (files: readonly Packed[]): Buffer => {
  let offset = 0;
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  for (const { name, data, size = data.length } of files) {
    const packed = deflateSync(data).subarray(2, -4);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([text('PK\x03\x04'), common, text(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, text(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, text('PK\x05\x06'), end]);
};

const exif = (words: string): Buffer => chunk('tEXt', Buffer.concat([text('Comment\0'), text(words)]));

const asPicture = (name: RegExp, type = 'image/png'): Fate => ({ kept: 'picture', name, type });
const asText = (name: RegExp): Fate => ({ kept: 'download', name, type: 'text/plain' });
const asPdf = (name: RegExp): Fate => ({ kept: 'download', name, type: 'application/pdf' });
const unwanted: Fate = { refused: 'unwanted' };

/** Markup and scripts, under whatever name. */
const markup: HostileFile[] = [
  { what: 'HTML', name: 'page.html', bytes: text(`<!doctype html>${script}`), fate: unwanted },
  { what: 'HTML named as a picture', name: 'holiday.png', bytes: text(`<html>${script}`), fate: unwanted },
  {
    what: 'HTML after white space and a mark',
    name: 'a.txt',
    bytes: text(`\uFEFF \n\t<body>${script}`),
    fate: unwanted,
  },
  {
    what: 'an SVG with a script',
    name: 'logo.svg',
    bytes: text(`<svg xmlns="http://www.w3.org/2000/svg" onload="x">${script}</svg>`),
    fate: unwanted,
  },
  {
    what: 'an SVG with an XML head, named as a JPEG',
    name: 'logo.jpg',
    bytes: text(`<?xml version="1.0"?><svg>${script}</svg>`),
    fate: unwanted,
  },
  {
    what: 'XML with a style sheet',
    name: 'feed.xml',
    bytes: text('<?xml version="1.0"?><?xml-stylesheet href="javascript:x"?><a/>'),
    fate: unwanted,
  },
  {
    what: 'XHTML',
    name: 'x.xhtml',
    bytes: text(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`),
    fate: unwanted,
  },
  { what: 'a script', name: 'run.js', bytes: text('alert(document.domain)'), fate: asText(/^run\.js\.txt$/) },
  {
    what: 'a shell script',
    name: 'install.sh',
    bytes: text('#!/bin/sh\nrm -rf ~\n'),
    fate: asText(/^install\.sh\.txt$/),
  },
  {
    what: 'a batch file',
    name: 'bill.bat',
    bytes: text('@echo off\r\ndel *.*\r\n'),
    fate: asText(/^bill\.bat\.txt$/),
  },
  {
    what: 'words with markup in them',
    name: 'note.html',
    bytes: text(`See: ${script}`),
    fate: asText(/^note\.html\.txt$/),
  },
  {
    what: 'a table that calculates',
    name: 'orders.csv',
    bytes: text('=cmd|"/c calc"!A1,2\n'),
    fate: asText(/^orders\.csv$/),
  },
];

/** Pictures that are more, less or other than pictures. */
const pictures: HostileFile[] = [
  {
    what: 'a GIF that is a script, too',
    name: 'a.gif',
    bytes: gif(`/*${canary}*/=1;alert(1)`),
    fate: asPicture(/^a\.png$/),
    canary,
  },
  {
    what: 'a PNG with a page behind its end',
    name: 'a.png',
    bytes: Buffer.concat([small, text(script)]),
    fate: asPicture(/^a\.png$/),
    canary,
  },
  {
    what: 'a PNG with an archive behind its end',
    name: 'a.png',
    bytes: Buffer.concat([small, zip([{ name: `${canary}.js`, data: text('x') }])]),
    fate: asPicture(/^a\.png$/),
    canary,
  },
  {
    what: 'a PNG with a script in its comment',
    name: 'a.png',
    bytes: png(20, 10, { more: [exif(script)] }),
    fate: asPicture(/^a\.png$/),
    canary,
  },
  { what: 'a PNG named as a page', name: 'a.html', bytes: small, fate: asPicture(/^a\.html\.png$/) },
  {
    what: 'a PNG that says it has 2.5 billion pixels',
    name: 'bomb.png',
    bytes: png(50_000, 50_000, { rows: 1 }),
    fate: { refused: 'too_many_pixels' },
  },
  {
    what: 'a PNG that says it has 4 × 10¹⁸ pixels',
    name: 'bomb.png',
    bytes: png(0x7fff_ffff, 0x7fff_ffff, { rows: 0 }),
    fate: { refused: 'unreadable' },
  },
  {
    what: 'a PNG that unpacks to 49 million pixels',
    name: 'large.png',
    bytes: png(7_000, 7_000),
    fate: asPicture(/^large\.png$/),
  },
  {
    what: 'a PNG one pixel high and 49 million wide',
    name: 'long.png',
    bytes: png(49_000_000, 1),
    fate: asPicture(/^long\.png$/),
  },
  {
    what: 'a PNG cut off in the middle',
    name: 'half.png',
    bytes: png(400, 400).subarray(0, 120),
    fate: { refused: 'unreadable' },
  },
  {
    what: 'a PNG with fewer rows than it says',
    name: 'few.png',
    bytes: png(100, 100, { rows: 20 }),
    fate: { refused: 'unreadable' },
  },
  {
    what: 'a PNG’s beginning and nothing more',
    name: 'head.png',
    bytes: Buffer.concat([signature, Buffer.alloc(40)]),
    fate: { refused: 'unknown' },
  },
  {
    what: 'a JPEG’s beginning and noise',
    name: 'a.jpg',
    bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 0x41)]),
    fate: { refused: 'unreadable' },
  },
  {
    what: 'a page with a JPEG’s first bytes',
    name: 'a.jpg',
    bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), text(script)]),
    fate: { refused: 'unreadable' },
  },
  {
    what: 'a WebP of nothing',
    name: 'a.webp',
    bytes: text('RIFF\x10\x00\x00\x00WEBPVP8 \x00\x00\x00\x00'),
    fate: { refused: 'unreadable' },
  },
  {
    what: 'a TIFF, which nobody decodes here',
    name: 'a.tif',
    bytes: Buffer.concat([Buffer.from([0x49, 0x49, 0x2a, 0x00, 0x08, 0, 0, 0]), Buffer.alloc(200)]),
    fate: unwanted,
  },
  {
    what: 'an icon',
    name: 'a.ico',
    bytes: Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), Buffer.alloc(60)]),
    fate: unwanted,
  },
];

/** Documents and archives. */
const documents: HostileFile[] = [
  {
    what: 'a PDF with a script that runs as it opens',
    name: 'bill.pdf',
    bytes: pdf('app.alert(1)'),
    fate: asPdf(/^bill\.pdf$/),
  },
  { what: 'a PDF named as a program', name: 'bill.exe', bytes: pdf('x'), fate: asPdf(/^bill\.exe\.pdf$/) },
  {
    what: 'a PDF with a page behind its end',
    name: 'bill.html',
    bytes: Buffer.concat([pdf('x'), text(script)]),
    fate: asPdf(/^bill\.html\.pdf$/),
  },
  {
    what: 'a ZIP that unpacks to 200 MB',
    name: 'bomb.zip',
    bytes: zip([{ name: 'zeros', data: Buffer.alloc(200 * 1_048_576) }]),
    fate: unwanted,
  },
  {
    what: 'a ZIP whose table of types unpacks to 100 MB, named as a document',
    name: 'bomb.docx',
    bytes: zip([{ name: '[Content_Types].xml', data: Buffer.alloc(100 * 1_048_576, 0x20), size: 100 }]),
    fate: unwanted,
  },
  {
    what: 'a ZIP with a way out of its folder',
    name: 'slip.zip',
    bytes: zip([{ name: '../../../../etc/cron.d/x', data: text('x') }]),
    fate: unwanted,
  },
  {
    what: 'a document with macros',
    name: 'bill.docx',
    bytes: zip([
      {
        name: '[Content_Types].xml',
        data: text(
          '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
        ),
      },
      { name: 'word/vbaProject.bin', data: text('x') },
    ]),
    fate: unwanted,
  },
  {
    what: 'a Java archive',
    name: 'a.docx',
    bytes: zip([
      { name: 'META-INF/MANIFEST.MF', data: text('Main-Class: X') },
      { name: 'X.class', data: text('x') },
    ]),
    fate: unwanted,
  },
  {
    what: 'an archive packed once more',
    name: 'a.gz',
    bytes: gzipSync(Buffer.alloc(50 * 1_048_576)),
    fate: unwanted,
  },
  {
    what: 'a program of Windows',
    name: 'setup.pdf',
    bytes: Buffer.concat([text('MZ'), Buffer.alloc(200, 1)]),
    fate: unwanted,
  },
  {
    what: 'a program of Linux',
    name: 'photo.jpg',
    bytes: Buffer.concat([Buffer.from([0x7f]), text('ELF'), Buffer.alloc(200, 2)]),
    fate: unwanted,
  },
  {
    what: 'an old Office file',
    name: 'bill.doc',
    bytes: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
    fate: unwanted,
  },
];

/** Names that lead somewhere, and sizes nobody should send. */
const oddities: HostileFile[] = [
  {
    what: 'a name that is read backwards',
    name: 'bill\u202Efdp.exe',
    bytes: pdf('x'),
    fate: asPdf(/^billfdp\.exe\.pdf$/),
  },
  {
    what: 'a name that is a path',
    name: '../../../../etc/passwd',
    bytes: text('words'),
    fate: asText(/^passwd\.txt$/),
  },
  {
    what: 'a name that is a path of Windows',
    name: 'C:\\Windows\\win.ini',
    bytes: text('words'),
    fate: asText(/^win\.ini\.txt$/),
  },
  {
    what: 'a name with a null byte',
    name: 'a.txt\u0000.png',
    bytes: text('words'),
    fate: asText(/^a\.txt\.png\.txt$/),
  },
  {
    what: 'a name with line breaks',
    name: 'a\r\nSet-Cookie: a=b\r\n.txt',
    bytes: text('words'),
    fate: asText(/^aSet-Cookie a=b\.txt$/),
  },
  {
    what: 'a name of markup',
    name: '<img src=x onerror=alert(1)>.txt',
    bytes: text('words'),
    fate: asText(/^img src=x onerror=alert\(1\)\.txt$/),
  },
  {
    what: 'a name of quotes',
    name: 'a";filename="b.html.txt',
    bytes: text('words'),
    fate: asText(/^a;filename=b\.html\.txt$/),
  },
  {
    what: 'a name of 300 characters',
    name: `${'é'.repeat(300)}.txt`,
    bytes: text('words'),
    fate: asText(/^é+\.txt$/),
  },
  { what: 'no name', name: '', bytes: text('words'), fate: asText(/^file\.txt$/) },
  { what: 'no bytes', name: 'a.png', bytes: Buffer.alloc(0), fate: { refused: 'empty' } },
  { what: 'one null byte', name: 'a.txt', bytes: Buffer.alloc(1), fate: { refused: 'unknown' } },
  {
    what: 'noise',
    name: 'a.txt',
    bytes: Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 7 + 130) % 256)),
    fate: { refused: 'unknown' },
  },
  {
    what: '10 MB and one byte',
    name: 'a.txt',
    bytes: Buffer.alloc(10 * 1_048_576 + 1, 0x61),
    fate: { refused: 'too_large' },
  },
  {
    what: '10 MB of words',
    name: 'a.txt',
    bytes: Buffer.alloc(10 * 1_048_576, 0x61),
    fate: asText(/^a\.txt$/),
  },
];

/** All of them, made here: none lies in the project. */
export const hostileFiles = (): HostileFile[] => [...markup, ...pictures, ...documents, ...oddities];
