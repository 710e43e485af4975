import type { Receipt, WriteName } from '@shopbell/commerce';
import { z } from 'zod';
import { segment, type Medusa } from '../api/client.ts';

/** What of Medusa’s carries the mark of a deed. A draft becomes an order under the same id. */
export type Subject = { kind: 'orders' | 'draft-orders' | 'customers'; id: string };

/** What was to be done under a key, written before or with the effect. */
export type Mark = { method: WriteName; input: unknown; at: number; result: Receipt['result'] };

/** A mark, and where it was found. */
type Found = { subject: Subject; mark: Mark };

/** The marks in Medusa’s metadata. */
export type Marks = {
  /** The mark under a key, wherever it is. */
  find: (key: string) => Promise<Found | null>;
  /** Notes, without asking Medusa, on what a key’s mark is going to be. */
  expect: (key: string, subject: Subject) => void;
  put: (subject: Subject, key: string, mark: Mark) => Promise<void>;
  take: (subject: Subject, key: string) => Promise<void>;
};

const MarkShape = z.object({
  method: z.string().transform((name) => name as WriteName),
  input: z.json(),
  at: z.number(),
  result: z.json(),
});
const Metadata = z.record(z.string(), z.unknown()).nullish();
const Listed = z.array(z.object({ id: z.string(), metadata: Metadata }));
const pageSize = 100;
const rememberedMax = 5_000;

/** The metadata by which a key’s mark is written. */
export const markedWith = (key: string, mark: Mark): Record<string, Mark> => ({ [`shopbell ${key}`]: mark });

/** A key’s mark in metadata, if it is there. */
export const markIn = (metadata: z.infer<typeof Metadata>, key: string): Mark | null => {
  const name = `shopbell ${key}`;
  if (!metadata || !Object.hasOwn(metadata, name)) return null;
  return MarkShape.safeParse(metadata[name]).data ?? null;
};

/** All marks in metadata, by key. */
export const marksIn = (metadata: z.infer<typeof Metadata>): { key: string; mark: Mark }[] =>
  Object.keys(metadata ?? {})
    .filter((name) => name.startsWith('shopbell '))
    .map((name) => name.slice('shopbell '.length))
    .flatMap((key) => {
      const mark = markIn(metadata, key);
      return mark === null ? [] : [{ key, mark }];
    });

const lists = [
  { kind: 'orders', field: 'orders' },
  { kind: 'customers', field: 'customers' },
  { kind: 'draft-orders', field: 'draft_orders' },
] as const;

/** What is read of one, and where its metadata stands in the answer. Drafts are read as orders, before and after. */
const readPath = ({ kind, id }: Subject) =>
  kind === 'customers'
    ? { path: `/admin/customers/${segment(id)}`, field: 'customer' }
    : { path: `/admin/orders/${segment(id)}`, field: 'order' };

/** Looks through everything that was changed since then, newest first. */
const search = async (medusa: Medusa, key: string, since: string): Promise<Found | null> => {
  for (const { kind, field } of lists)
    for (let offset = 0; ; offset += pageSize) {
      const answer = await medusa.get(`/admin/${kind}`, z.object({ [field]: Listed }), {
        query: {
          'updated_at[$gte]': since,
          order: '-updated_at',
          limit: pageSize,
          offset,
          fields: 'id,metadata',
        },
      });
      const page = answer[field] ?? [];
      const found = page.find(({ metadata }) => markIn(metadata, key) !== null);
      const mark = markIn(found?.metadata, key);
      if (found !== undefined && mark !== null) return { subject: { kind, id: found.id }, mark };
      if (page.length < pageSize) break;
    }
  return null;
};

/**
 * Marks in the metadata of orders, drafts and customers. Medusa cannot be asked for metadata, so a key this process
 * does not know is looked for in what was changed within `lookBackMs`.
 */
export const createMarks = (medusa: Medusa, { lookBackMs }: { lookBackMs: number }): Marks => {
  const expected = new Map<string, Subject>();
  const expect = (key: string, subject: Subject): void => {
    expected.delete(key);
    expected.set(key, subject);
    for (const oldest of [...expected.keys()].slice(0, Math.max(0, expected.size - rememberedMax)))
      expected.delete(oldest);
  };
  const read = async (subject: Subject, key: string): Promise<Mark | null> => {
    const { path, field } = readPath(subject);
    const shape = z.object({ [field]: z.object({ metadata: Metadata }) });
    const answer = await medusa.get(path, shape, { query: { fields: 'id,metadata' } });
    return markIn(answer[field]?.metadata, key);
  };
  const write = async ({ kind, id }: Subject, metadata: Record<string, unknown>): Promise<void> => {
    await medusa.post(`/admin/${kind}/${segment(id)}`, z.object({}), { body: { metadata } });
  };
  return {
    expect,
    find: async (key) => {
      const subject = expected.get(key);
      if (subject === undefined) {
        const found = await search(medusa, key, new Date(Date.now() - lookBackMs).toISOString());
        if (found !== null) expect(key, found.subject);
        return found;
      }
      const mark = await read(subject, key);
      return mark === null ? null : { subject, mark };
    },
    put: (subject, key, mark) => write(subject, markedWith(key, mark)),
    // Medusa takes an empty string in metadata for “remove it”.
    take: (subject, key) => write(subject, { [`shopbell ${key}`]: '' }),
  };
};
