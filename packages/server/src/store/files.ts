import type { ConversationId, FileId, Uploaded } from '@shopbell/protocol';
import { sql } from 'kysely';
import type { ArrivingFile, FileRow, FileStore, Naming } from './file-store.ts';
import type { Runner } from './runner.ts';
import type { Tables } from './tables.ts';

type Columns = Tables['files'];
type Read = Omit<Columns, 'conversation'> & { conversation: ConversationId | null };

const pictureOf = ({ width, height }: Read): Pick<Uploaded['file'], 'picture'> =>
  width === null || height === null ? {} : { picture: { width, height } };

const fileOf = (row: Read): FileRow => ({
  id: row.id,
  shop: row.shop,
  owner: row.owner,
  nonce: row.nonce,
  name: row.name,
  type: row.type,
  bytes: row.bytes,
  ...pictureOf(row),
  sha256: row.sha256,
  key: row.link_key,
  state: row.state,
  conversation: row.conversation,
  audience: row.audience,
  namedBy: row.named_by,
  createdAt: row.created_at,
});

const createQueries = ({ build }: Runner) => {
  const rows = build
    .selectFrom('files as f')
    .leftJoin('conversations as c', 'c.key', 'f.conversation')
    .selectAll('f')
    .select('c.id as conversation');
  /** The key of a conversation, or none. */
  const keyOf = (id: ConversationId | null) =>
    id === null
      ? sql<number | null>`NULL`
      : sql<number | null>`(SELECT key FROM conversations WHERE id = ${id})`;
  const columnsOf = ({ id, shop, owner, nonce, name, type, bytes, ...file }: ArrivingFile) => ({
    id,
    shop,
    owner,
    nonce,
    name,
    type,
    bytes,
    width: file.picture?.width ?? null,
    height: file.picture?.height ?? null,
    sha256: file.sha256,
    link_key: file.key,
    state: 'arriving' as const,
    conversation: keyOf(file.conversation),
    audience: null,
    named_by: null,
    created_at: file.createdAt,
  });
  return { rows, keyOf, columnsOf };
};

/** A message names its files in one transaction: either each is its own afterwards, or nothing has changed. */
const createNaming = (runner: Runner): FileStore['nameFiles'] => {
  const { build, together } = runner;
  const { rows } = createQueries(runner);
  /** Those that this message may name, or names already. */
  const free = ({ shop, owner, files, nonce, audience, conversation }: Naming) =>
    rows
      .where('f.id', 'in', [...files])
      .where('f.shop', '=', shop)
      .where('f.owner', '=', owner)
      .where('f.state', 'in', ['kept', 'placed'])
      .where((is) =>
        is.or([
          is('f.named_by', 'is', null),
          is.and([is('f.named_by', '=', nonce), is('f.audience', '=', audience)]),
        ]),
      )
      .where((is) =>
        conversation === null
          ? is.and([])
          : is.or([is('f.conversation', 'is', null), is('c.id', '=', conversation)]),
      );
  return async (naming) => {
    const { files, nonce, audience } = naming;
    const wanted = new Set(files).size;
    const name = build
      .updateTable('files')
      .set({ named_by: nonce, audience })
      .where('id', 'in', [...files])
      .where('owner', '=', naming.owner)
      // Another message of the same sender may have named one of them since they were read.
      .where((is) => is.or([is('named_by', 'is', null), is('named_by', '=', nonce)]))
      .returning('id');
    const [found = [], named = []] = await together([
      free(naming),
      ([there = []]) => (there.length === wanted ? name : null),
    ]);
    if (named.length !== wanted) return null;
    const byId = new Map((found as Read[]).map((row) => [row.id, fileOf(row)]));
    return files.flatMap((id) => byId.get(id) ?? []);
  };
};

const createReading = (runner: Runner): Pick<FileStore, 'file' | 'readableFile' | 'knownFiles'> => {
  const { build, first, all } = runner;
  const { rows } = createQueries(runner);
  return {
    file: async (id) => {
      const row = await first<Read>(rows.where('f.id', '=', id));
      return row && fileOf(row);
    },
    readableFile: async (reader, { id, owner }) => {
      const there = rows.where('f.id', '=', id).where('f.shop', '=', reader.shop);
      const theirs = there.where((is) =>
        is.or([
          is.and([is('f.owner', '=', owner), is('f.state', 'in', ['kept', 'placed'])]),
          reader.side === 'staff'
            ? is('f.state', '=', 'placed')
            : is.and([
                is('f.state', '=', 'placed'),
                is('f.audience', '=', 'everyone'),
                is('c.shopper', '=', reader.shopper),
              ]),
        ]),
      );
      const row = await first<Read>(theirs);
      return row && fileOf(row);
    },
    knownFiles: async (ids) => {
      if (ids.length === 0) return [];
      const known = build
        .selectFrom('files')
        .select('id')
        .where('id', 'in', [...ids]);
      return (await all<{ id: FileId }>(known)).map(({ id }) => id);
    },
  };
};

const createLeaving = (
  runner: Runner,
): Pick<FileStore, 'giveUpFiles' | 'unplacedFiles' | 'goneFiles' | 'forgetFiles' | 'unnameFiles'> => {
  const { build, all, run } = runner;
  const { rows } = createQueries(runner);
  return {
    giveUpFiles: (before) =>
      run(
        build
          .updateTable('files')
          .set({ state: 'gone', name: '', sha256: '' })
          .where('state', 'in', ['arriving', 'kept'])
          .where('named_by', 'is', null)
          .where('created_at', '<', before),
      ),
    unplacedFiles: async (before, limit) => {
      const unplaced = rows
        .where('f.state', '=', 'kept')
        .where('f.named_by', 'is not', null)
        .where('f.created_at', '<', before);
      return (await all<Read>(unplaced.orderBy('f.created_at').limit(limit))).map(fileOf);
    },
    goneFiles: async (limit) => {
      const gone = build.selectFrom('files').select('id').where('state', '=', 'gone').limit(limit);
      return (await all<{ id: FileId }>(gone)).map(({ id }) => id);
    },
    forgetFiles: async (ids) => {
      if (ids.length > 0)
        await run(
          build
            .deleteFrom('files')
            .where('id', 'in', [...ids])
            .where('state', '=', 'gone'),
        );
    },
    unnameFiles: async (ids) => {
      const unnamed = build.updateTable('files').set({ named_by: null, audience: null });
      await run(unnamed.where('id', 'in', [...ids]).where('state', '=', 'kept'));
    },
  };
};

/** Files of a store, alike on both engines. */
export const createFiles = (runner: Runner): FileStore => {
  const { build, first, run } = runner;
  const { rows, keyOf, columnsOf } = createQueries(runner);
  const sent = (owner: string, nonce: string) =>
    first<Read>(rows.where('f.owner', '=', owner).where('f.nonce', '=', nonce));
  return {
    ...createReading(runner),
    ...createLeaving(runner),
    nameFiles: createNaming(runner),
    addFile: async (file) => {
      const added = build.insertInto('files').values(columnsOf(file));
      await run(added.onConflict((known) => known.columns(['owner', 'nonce']).doNothing()));
      const row = await sent(file.owner, file.nonce);
      if (row === null) throw new Error('the store contradicts itself: a file that was added is not there');
      return fileOf(row);
    },
    keepFile: async (id) => {
      const kept = build.updateTable('files').set({ state: 'kept' }).where('id', '=', id);
      return (await run(kept.where('state', 'in', ['arriving', 'kept']))) === 1;
    },
    showFiles: async (files) => {
      const shown = build.updateTable('files').set({ audience: 'everyone' });
      await run(shown.where('id', 'in', [...files]).where('state', '=', 'placed'));
    },
    placeFiles: async (files, conversation) => {
      const placed = build.updateTable('files').set({ state: 'placed', conversation: keyOf(conversation) });
      await run(placed.where('id', 'in', [...files]).where('state', '=', 'kept'));
    },
  };
};
