import type { ConversationHandle, StoredFile } from '@shopbell/agent';
import { createStore, type Store } from '../app/store.ts';
import { sentenceOf } from '../app/sentence.ts';

/** A file picked for the next reply or note. `problem`: why the relay did not take it. */
export type Attached = {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  stored: StoredFile | null;
  problem: string | null;
};

/** What is picked in one conversation, on its way to the relay or there already. */
export type Attachments = {
  files: Store<readonly Attached[]>;
  add(files: readonly File[]): void;
  retry(id: number): void;
  /** Called off, or taken out. */
  remove(id: number): void;
  /** Those that are there, for what is sent now; whatever else there is stays. */
  take(): StoredFile[];
  close(): void;
};

/** So many parts a message may have, its words being one. */
export const filesMost = 7;

const begun = (id: number, { name, size }: File): Attached => ({
  id,
  name,
  bytes: size,
  sent: 0,
  stored: null,
  problem: null,
});

/** Sends what is picked, each at once. */
export const createAttachments = (handle: Pick<ConversationHandle, 'upload'>): Attachments => {
  const files = createStore<readonly Attached[]>([]);
  const ways = new Map<number, { file: File; halt: AbortController }>();
  let nextId = 1;
  const change = (id: number, values: Partial<Attached>): void =>
    files.set((all) => all.map((each) => (each.id === id ? { ...each, ...values } : each)));
  const begin = (id: number, file: File): void => {
    const halt = new AbortController();
    ways.set(id, { file, halt });
    const onSent = (sent: number): void => change(id, { sent });
    handle.upload(file, { signal: halt.signal, onSent }).then(
      (stored) => change(id, { stored }),
      (error: unknown) => {
        if (!halt.signal.aborted) change(id, { problem: sentenceOf(error) });
      },
    );
  };
  const forget = (id: number): void => {
    ways.get(id)?.halt.abort();
    ways.delete(id);
  };
  return {
    files,
    add: (picked) => {
      const taken = picked.slice(0, filesMost - files.get().length).map((file) => ({ file, id: nextId++ }));
      files.set((all) => [...all, ...taken.map(({ id, file }) => begun(id, file))]);
      for (const { id, file } of taken) begin(id, file);
    },
    retry: (id) => {
      const way = ways.get(id);
      if (!way) return;
      change(id, { problem: null, sent: 0 });
      begin(id, way.file);
    },
    remove: (id) => {
      forget(id);
      files.set((all) => all.filter((each) => each.id !== id));
    },
    take: () => {
      const stored = files.get().flatMap((each) => each.stored ?? []);
      files.set((all) => all.filter((each) => each.stored === null));
      return stored;
    },
    close: () => {
      for (const id of ways.keys()) forget(id);
    },
  };
};
