import { gzipSync } from 'node:zlib';
import { asText, asPdf, pdf, script, text, unwanted, zip, type HostileFile } from './file-makers.ts';
import { pictures } from './hostile-pictures.ts';

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
