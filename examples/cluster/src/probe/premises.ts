import { createRelay } from '@shopbell/server';

/** The shop of the probe, on the same relays: its messages are in nobody’s way at the demo’s desk. */
export const probeShop = { id: 'probe', origin: 'http://probe.localhost' } as const;

/** The probe’s keys: of who listens, and of those who send a thousand messages. */
export type ProbeKeys = { watcher: string; senders: readonly string[] };

const senders = 6;

/** Opens the probe’s shop with its people. */
export const openProbeShop = async (databaseUrl: string): Promise<ProbeKeys> => {
  await using relay = await createRelay({ databaseUrl });
  const { admin } = relay;
  const shop = probeShop.id;
  await admin.saveShop({ id: shop, name: 'The probe', origins: [probeShop.origin] });
  const keyOf = async (name: string): Promise<string> => {
    const { id: person } = await admin.addPerson({ shop, kind: 'bot', role: 'bot', name });
    const { key } = await admin.createKey({ shop, person, scopes: ['read', 'reply'], name });
    return key;
  };
  const keys: string[] = [];
  for (let count = 1; count <= senders; count += 1) keys.push(await keyOf(`Sender ${count}`));
  return { watcher: await keyOf('Watcher'), senders: keys };
};
