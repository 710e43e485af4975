import { Nonce, Uploaded } from '@shopbell/protocol';
import type { createSchemas } from './json-schemas.ts';

type Schema = Record<string, unknown>;
type Parts = {
  shopHeader: Schema;
  success: (data: Schema) => Schema;
  failure: Schema;
  schemas: ReturnType<typeof createSchemas>;
};

const bytes: Schema = { type: 'string', format: 'binary' };

const uploadParameters = ({ shopHeader, schemas }: Parts): Schema[] => [
  shopHeader,
  {
    name: 'nonce',
    in: 'query',
    required: true,
    description: 'The sender’s: the same again is the same file.',
    schema: schemas.schemaOf(Nonce, 'input'),
  },
  {
    name: 'conversation',
    in: 'query',
    description: 'Where it is to go. Only a shopper’s first message has none.',
    schema: { type: 'string', pattern: '^cnv_' },
  },
  {
    name: 'Shopbell-File-Name',
    in: 'header',
    description: 'Its name, percent-encoded UTF-8.',
    schema: { type: 'string', maxLength: 2_000 },
  },
];

/** Sending a file and reading one: what is no command, for its body is no JSON. */
export const filePaths = (parts: Parts): Schema => ({
  '/v1/uploads': {
    post: {
      operationId: 'uploads.send',
      tags: ['files'],
      summary: 'Sends a file’s bytes, as they are; a message then names it by its id.',
      security: [{ agentKey: [] }, { shopperToken: [] }],
      parameters: uploadParameters(parts),
      requestBody: { required: true, content: { 'application/octet-stream': { schema: bytes } } },
      responses: parts.success(parts.schemas.schemaOf(Uploaded, 'output')),
    },
  },
  '/files/{file}/{sealed}': {
    get: {
      operationId: 'files.read',
      tags: ['files'],
      summary: 'A file’s bytes, at an address that `file:link` gave.',
      security: [],
      parameters: ['file', 'sealed'].map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      responses: {
        '200': { description: 'The bytes.', content: { '*/*': { schema: bytes } } },
        '404': { description: 'There is nothing at this address, or not any more: a page in words.' },
        default: parts.failure,
      },
    },
  },
});
