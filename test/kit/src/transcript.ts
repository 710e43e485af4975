import type { Peer } from './peer.ts';
import type { WireEntry } from './wire-entry.ts';

/** Every entry of a conversation that a peer may read, page by page, oldest first. */
export const readTranscript = async (peer: Peer, conversation: string): Promise<WireEntry[]> => {
  const entries: WireEntry[] = [];
  for (;;) {
    const after = entries.at(-1)?.seq ?? 0;
    const page = await peer.call('entries:list', { conversation, after, limit: 200 });
    const next = page['entries'] as WireEntry[];
    if (next.length === 0) return entries;
    entries.push(...next);
  }
};
