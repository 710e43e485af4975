import type { Agent, AnyEntry } from '@shopbell/agent';
import type { Ledger } from './ledger.ts';

/** Reads conversations back from the log, and holds the ledger against them. */
export type Audit = {
  follow: (conversation: string) => void;
  /** Reads what is new in each to the end. One round at a time; rejects when it could not be read. */
  round: () => Promise<void>;
};

type AuditOptions = {
  agent: Agent | undefined;
  ledger: Ledger;
  textOf: (entry: AnyEntry) => string | null;
};

const conversationsMost = 3;

/** Makes one; it follows the latest few conversations. */
export const createAudit = ({ agent, ledger, textOf }: AuditOptions): Audit => {
  const places = new Map<string, number>();
  let isReading = false;

  const readOn = async (id: string): Promise<void> => {
    const conversation = await agent?.conversation(id);
    for (;;) {
      const after = places.get(id) ?? 0;
      const page = await conversation?.history({ after, limit: 200 });
      for (const entry of page?.entries ?? []) {
        const text = textOf(entry);
        if (text !== null) ledger.stands(text);
        places.set(id, entry.seq);
      }
      if (!page || page.entries.length === 0) return;
    }
  };
  const readAll = async (): Promise<void> => {
    const due = ledger.due();
    for (const id of places.keys()) await readOn(id);
    ledger.settle(due);
  };
  return {
    follow: (id) => {
      if (!places.has(id)) places.set(id, 0);
      const [oldest] = places.keys();
      if (places.size > conversationsMost && oldest !== undefined) places.delete(oldest);
    },
    round: async () => {
      if (isReading) return;
      isReading = true;
      try {
        await readAll();
      } finally {
        isReading = false;
      }
    },
  };
};
