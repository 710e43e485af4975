import { agentCommands, shopperCommands } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { describeApi } from './openapi.ts';

type Node = Record<string, unknown>;
const api = JSON.parse(JSON.stringify(describeApi('1.2.3'))) as {
  openapi: string;
  info: Node;
  paths: Record<string, Record<string, Node>>;
};

const everyNode = (value: unknown, visit: (node: Node) => void): void => {
  if (typeof value !== 'object' || value === null) return;
  visit(value as Node);
  for (const child of Object.values(value)) everyNode(child, visit);
};
const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Node | undefined)?.[key], api);

test('every command of both tables is an operation', () => {
  for (const name of Object.keys(shopperCommands))
    expect(api.paths[`/v1/shopper/${name}`]).toHaveProperty('post');
  for (const name of Object.keys(agentCommands))
    expect(api.paths[`/v1/agent/${name}`]).toHaveProperty('post');
});

test('every reference resolves inside the document', () => {
  const refs: string[] = [];
  everyNode(api, (node) => {
    if (typeof node['$ref'] === 'string') refs.push(node['$ref']);
  });
  expect(refs.length).toBeGreaterThan(50);
  for (const ref of refs) {
    expect(ref).toMatch(/^#\/components\//);
    expect(resolve(ref), ref).toBeDefined();
  }
});

test('no schema keeps definitions of its own, which references could not reach', () => {
  everyNode(api, (node) => {
    expect(node).not.toHaveProperty('$defs');
    expect(node).not.toHaveProperty('$schema');
  });
});

test('every operation has an id of its own, and answers with data or a refusal', () => {
  const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
  const ids = operations.map((operation) => operation['operationId']).filter((id) => id !== undefined);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { responses } of operations) expect(responses).toHaveProperty('default');
});

test('path parameters are declared where the path names them', () => {
  const { parameters } = api.paths['/v1/conversations/{id}/entries']!['get']!;
  expect(parameters).toContainEqual(expect.objectContaining({ name: 'id', in: 'path', required: true }));
});

test('defaults are optional on the way in: a page of entries needs no limit', () => {
  const body = api.paths['/v1/agent/entries:list']!['post']!['requestBody'] as {
    content: Record<string, { schema: { required: string[] } }>;
  };
  expect(body.content['application/json']!.schema.required).toEqual(['conversation']);
});

test('it says its version', () => {
  expect(api.openapi).toBe('3.1.0');
  expect(api.info['version']).toBe('1.2.3');
});
