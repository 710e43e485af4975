import { agentCommands, errors, shopperCommands, sizes, type Command } from '@shopbell/protocol';
import type { Side } from '../metrics.ts';
import { createSchemas } from './json-schemas.ts';
import { filePaths } from './openapi-files.ts';

type Schema = Record<string, unknown>;
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Schema): Schema => ({ 'application/json': { schema } });
const done = (data: Schema): Schema => ({
  type: 'object',
  required: ['ok', 'data'],
  properties: { ok: { const: true }, data },
});
const failure: Schema = { $ref: '#/components/responses/Refused' };
const success = (data: Schema): Schema => ({
  '200': { description: 'Done.', content: json(done(data)) },
  default: failure,
});
const security: Record<Side, Schema[]> = {
  // A newcomer’s first `session:open` comes without a token.
  shopper: [{ shopperToken: [] }, {}],
  agent: [{ agentKey: [] }],
};
const shopHeader: Schema = { $ref: '#/components/parameters/Shop' };

type Schemas = ReturnType<typeof createSchemas>;
const commandPaths = (side: Side, table: Record<string, Command>, schemas: Schemas): Schema =>
  Object.fromEntries(
    Object.entries(table).map(([name, { summary, input, output, roles, scope }]) => [
      `/v1/${side}/${name}`,
      {
        post: {
          operationId: `${side}.${name.replace(':', '.')}`,
          tags: [side],
          summary,
          description: `For: ${roles.join(', ')}.${scope === undefined ? '' : ` Needs the scope \`${scope}\`.`}`,
          security: side === 'shopper' && name !== 'session:open' ? [{ shopperToken: [] }] : security[side],
          ...(side === 'shopper' ? { parameters: [shopHeader] } : {}),
          requestBody: { required: true, content: json(schemas.schemaOf(input, 'input')) },
          responses: success(schemas.schemaOf(output, 'output')),
        },
      },
    ]),
  );

const place = (name: string, description: string, schema: Schema): Schema => ({
  name,
  in: 'query',
  description,
  schema: { type: 'integer', ...schema },
});
const entriesPath: Schema = {
  get: {
    operationId: 'entries.read',
    tags: ['entries'],
    summary: 'A page of a conversation’s entries, oldest first; with `waitMs` a long poll.',
    security: [{ agentKey: [] }, { shopperToken: [] }],
    parameters: [
      shopHeader,
      { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^cnv_' } },
      place('after', 'Entries after this place.', { minimum: 0 }),
      place('before', 'The last entries before this place.', { minimum: 1 }),
      place('limit', 'At most so many.', { minimum: 1, maximum: sizes.pageSizeMax, default: 50 }),
      place('waitMs', 'With `after`: wait so long for the first entry.', {
        minimum: 0,
        maximum: sizes.waitMaxMs,
        default: 0,
      }),
    ],
    responses: success({
      type: 'object',
      required: ['entries', 'lastSeq'],
      properties: {
        entries: { type: 'array', items: ref('Entry') },
        lastSeq: { type: 'integer', minimum: 0 },
      },
    }),
  },
};

const text = (summary: string, type = 'application/json'): Schema => ({
  get: {
    summary,
    tags: ['operation'],
    security: [],
    responses: {
      '200': { description: summary, content: { [type]: { schema: {} } } },
      default: failure,
    },
  },
});
const deskPaths: Schema = {
  '/v1/desk/sign-in': {
    post: {
      operationId: 'desk.signIn',
      tags: ['desk'],
      summary: 'Takes a one-time code and gives the desk’s session.',
      security: [],
      requestBody: {
        required: true,
        content: json({
          type: 'object',
          required: ['code'],
          properties: { code: { type: 'string' } },
          additionalProperties: false,
        }),
      },
      responses: success({
        type: 'object',
        required: ['key', 'expiresAt'],
        properties: { key: { type: 'string' }, expiresAt: { type: 'integer' } },
      }),
    },
  },
  '/v1/desk/sign-out': {
    post: {
      operationId: 'desk.signOut',
      tags: ['desk'],
      summary: 'Ends the desk’s session.',
      security: [{ agentKey: [] }],
      responses: success({ type: 'object' }),
    },
  },
};

const wireError: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { enum: Object.keys(errors) },
    message: { type: 'string' },
    details: {
      type: 'object',
      properties: {
        retryAfterMs: { type: 'number' },
        field: { type: 'string' },
        trace: { type: 'string' },
      },
    },
  },
};
const components = (schemas: Schemas): Schema => ({
  schemas: {
    ...schemas.components,
    Refusal: {
      type: 'object',
      required: ['ok', 'error'],
      properties: { ok: { const: false }, error: wireError },
    },
  },
  responses: {
    Refused: {
      description: 'Refused: the code says why, the message what to do.',
      content: json(ref('Refusal')),
    },
  },
  parameters: {
    Shop: {
      name: 'Shopbell-Shop',
      in: 'header',
      description: 'Whose shop. May be left out where the relay has exactly one.',
      schema: { type: 'string' },
    },
  },
  securitySchemes: {
    shopperToken: { type: 'http', scheme: 'bearer', description: 'A shopper’s token, `sbt_…`.' },
    agentKey: { type: 'http', scheme: 'bearer', description: 'A key, `sbk_…`, or a desk session, `sbs_…`.' },
  },
});

/** The HTTP API as OpenAPI 3.1, made from the command tables: a command cannot be missing from it. */
export const describeApi = (version: string): Schema => {
  const schemas = createSchemas();
  const paths = {
    ...commandPaths('shopper', shopperCommands, schemas),
    ...commandPaths('agent', agentCommands, schemas),
    '/v1/conversations/{id}/entries': entriesPath,
    ...filePaths({ shopHeader, success, failure, schemas }),
    ...deskPaths,
    '/healthz': text('The process is alive.'),
    '/readyz': text('The store answers and the relay is not closing.'),
    '/metrics': text('Figures for Prometheus; from this machine or with an admin’s key.', 'text/plain'),
    '/v1/openapi.json': text('This description.'),
  };
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Shopbell',
      version,
      description: 'Every command of the sockets by POST, entries by long poll.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: components(schemas),
  };
};
