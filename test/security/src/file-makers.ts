import { crc32, deflateSync } from 'node:zlib';

/** What a relay must do with a file: keep it as a picture made anew, keep it for download under a name, or refuse it. */
export type Fate =
  | { kept: 'picture'; name: RegExp; type: string }
  | { kept: 'download'; name: RegExp; type: string }
  | { refused: 'unknown' | 'unwanted' | 'unreadable' | 'too_many_pixels' | 'empty' | 'too_large' };

/** A file somebody means harm with; `canary`: what must be in no byte that is given out. */
export type HostileFile = { what: string; name: string; bytes: Buffer; fate: Fate; canary?: string };

export const script = '<script>document.title="CANARY"</script>';
export const canary = 'CANARY';
export const text = (words: string): Buffer => Buffer.from(words);

const chunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([text(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
};

export const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
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
export const small = png(20, 10);

export const gif = (after: string): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1'),
    Buffer.from('\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b', 'latin1'),
    text(after),
  ]);

export const pdf = (body: string): Buffer =>
  text(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(${body})>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`,
  );

type Packed = { name: string; data: Buffer; size?: number };
/** A ZIP archive, its files deflated. */
export const zip = (files: readonly Packed[]): Buffer => {
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

export const exif = (words: string): Buffer => chunk('tEXt', Buffer.concat([text('Comment\0'), text(words)]));

export const asPicture = (name: RegExp, type = 'image/png'): Fate => ({ kept: 'picture', name, type });
export const asText = (name: RegExp): Fate => ({ kept: 'download', name, type: 'text/plain' });
export const asPdf = (name: RegExp): Fate => ({ kept: 'download', name, type: 'application/pdf' });
export const unwanted: Fate = { refused: 'unwanted' };
