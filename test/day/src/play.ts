import { agent, seeded, startRelay, temporaryFolder, type Peer, type Random } from '@shopbell-test/kit';
import type { Person } from '@shopbell/protocol';
import { openStore } from '@shopbell/server';
import { setTimeout as pause } from 'node:timers/promises';
import { createAgenda, type Agenda } from './agenda.ts';
import { createDayClock, type DayClock } from './clock.ts';
import { openMs, planDay, routingOf, type Arrival, type Shift, type Size } from './plan.ts';
import { createReferee, type Referee } from './referee.ts';
import { arrive, type Shopper } from './shoppers.ts';
import { createWorker, employ, type Worker } from './staff.ts';
import { watch, type Stored, type Witness } from './witness.ts';

/** What came of a day. `assignedMs`: from ringing to being given, of those for whom somebody was free. */
export type Verdict = {
  seed: number;
  violations: readonly string[];
  counts: Referee['counts'];
  assignedMs: readonly number[];
};

const opensAt = Date.UTC(2026, 5, 3, 8);
const minuteMs = 60_000;
const lookEveryMs = 30_000;

type Scene = {
  clock: DayClock;
  agenda: Agenda;
  random: Random;
  referee: Referee;
  url: string;
  shop: string;
  workers: ReadonlyMap<string, Worker>;
  shoppers: Map<string, Shopper>;
  regulars: Shopper[];
  /** When who rings now did so, on the machine’s clock; until they are given to somebody. */
  ringing: Map<string, number>;
  assignedMs: number[];
};

/** Whoever has it, if they are there; else later. */
const withOwner = (scene: Scene, id: string, task: (owner: Worker) => Promise<void>): void => {
  const { referee, workers, agenda, clock } = scene;
  const owner = workers.get(referee.owner(id) ?? '');
  const again = (): void => withOwner(scene, id, task);
  // Nobody has it: whoever is given it begins anew.
  if (!owner) return;
  if (owner.isConnected())
    agenda.add(clock.now() + 1, () => task(owner).catch(() => agenda.add(clock.now() + minuteMs, again)));
  else agenda.add(clock.now() + minuteMs, again);
};

/** Answers, is asked more, closes; some come back. */
const handle = (scene: Scene, id: string, comesBack: boolean): void => {
  const { agenda, clock, random, shoppers } = scene;
  const at = clock.now();
  const after = (minutes: number): number => at + (1 + random.int(minutes * 60)) * 1_000;
  agenda.add(after(2), () => withOwner(scene, id, (owner) => owner.reply(id, 'Let me see.')));
  agenda.add(after(8), async () => void (await shoppers.get(id)?.say('Thank you', { conversation: id })));
  const closesAt = at + (6 + random.int(12)) * minuteMs;
  agenda.add(closesAt, () => finish(scene, id, comesBack));
};

const finish = (scene: Scene, id: string, comesBack: boolean): void => {
  const { agenda, clock, shoppers } = scene;
  withOwner(scene, id, async (owner) => {
    await owner.close(id);
    if (comesBack)
      agenda.add(clock.now() + 5 * minuteMs, async () => {
        await shoppers.get(id)?.say('One more thing', { conversation: id });
      });
  });
};

const ring = async (scene: Scene, arrival: Arrival, number: number): Promise<void> => {
  const { referee, random, regulars, shoppers, ringing } = scene;
  const known = arrival.isRegular && regulars.length > 0 ? random.pick(regulars) : null;
  const shopper = known ?? (await arrive(scene));
  if (arrival.isRegular && !known) regulars.push(shopper);
  const url = `https://demo.example${arrival.path}?ring=${number}`;
  if (referee.isSomebodyFree(arrival.path)) ringing.set(url, performance.now());
  shoppers.set(await shopper.say('Hello?', { page: { url }, begin: true }), shopper);
};

const pageOf = ({ append }: Stored): string =>
  typeof append.conversation === 'object' ? (append.conversation.begin.page?.url ?? '') : '';

/** Hears what is stored: tells the referee, takes the time, has whoever was given one handle it. */
const createHearing = (scene: () => Scene | null, comesBack: () => boolean) => {
  const startedAt = new Map<string, number>();
  const handled = new Set<string>();
  return (stored: Stored): void => {
    const at = scene();
    if (!at) return;
    const { id, append, atMs } = stored;
    at.referee.stored({ id, append, now: at.clock.now() });
    const page = pageOf(stored);
    const rungAt = at.ringing.get(page);
    if (rungAt !== undefined) startedAt.set(id, rungAt);
    if (append.by.kind !== 'system' || !append.patch?.assignee) return;
    const began = startedAt.get(id);
    startedAt.delete(id);
    if (began !== undefined) at.assignedMs.push(atMs - began);
    const isFirst = !handled.has(id);
    handled.add(id);
    handle(at, id, isFirst && comesBack());
  };
};

const planWork = ({ agenda, clock }: Scene, worker: Worker, { stretches, losses }: Shift): void => {
  const open = clock.now();
  const add = (at: number, task: () => Promise<void>): void => agenda.add(open + at, task);
  for (const { from, to } of stretches) {
    add(from, async () => {
      if (!worker.isConnected()) await worker.connect();
      await worker.say('available');
    });
    // Whoever is left when the shop closes stays until the queue is empty.
    if (to < openMs) add(to, async () => void (worker.isConnected() && (await worker.say('away'))));
  }
  for (const { at, forMs } of losses) {
    add(at, async () => void (worker.isConnected() && (await worker.lose())));
    add(at + forMs, async () => void (worker.isConnected() || (await worker.connect())));
  }
};

/** By then, on the machine’s clock, all that can be done now was done. */
const settlesWithinMs = 5_000;

/** Waits until nothing is under way; then the referee looks whether everything was done. */
const settle = async ({ clock, referee }: Scene, witness: Witness): Promise<void> => {
  await witness.quiet();
  const endsAt = performance.now() + settlesWithinMs;
  // What waits for its turn to be committed is seen nowhere.
  while (!referee.isSettled(clock.now()) && performance.now() < endsAt) await pause(2);
  await witness.quiet();
  referee.settled(clock.now());
};

const playOut = async (scene: Scene, witness: Witness): Promise<void> => {
  const { agenda, clock, referee } = scene;
  for (let next = agenda.next(); next; next = agenda.next()) {
    // What is due between two events by the passing of time alone.
    for (let at = clock.now() + lookEveryMs; at < next.at && referee.unsettled() > 0; at += lookEveryMs) {
      clock.set(at);
      await settle(scene, witness);
    }
    clock.set(next.at);
    await settle(scene, witness);
    await Promise.all(next.tasks.map(async (task) => task()));
    await settle(scene, witness);
  }
  referee.ended();
};

/** How the relay takes somebody to be, asked as a colleague. */
const askState =
  (watcher: Peer) =>
  async (id: string): Promise<string | undefined> => {
    const { people } = (await watcher.call('team:list')) as { people: Person[] };
    return people.find((person) => person.id === id)?.work?.state;
  };

/** Plays a day of a seed on a relay with its store, on a clock of its own; the referee sees all that is stored. */
export const playDay = async (seed: number | undefined, size: Size): Promise<Verdict> => {
  const random = seeded('day', seed);
  const clock = createDayClock(opensAt);
  using folder = temporaryFolder();
  const stage: { scene: Scene | null } = { scene: null };
  const day = planDay(random, size);
  const hear = createHearing(
    () => stage.scene,
    () => random.int(8) === 0,
  );
  const witness = watch(await openStore(folder.database, clock.now), hear);
  await using relay = await startRelay({ store: witness.store, clock });
  const { url, shop } = relay;
  const { admin } = relay.relay;
  const staff = [];
  for (const { name } of day.shifts) staff.push(await employ(admin, shop, name));
  const routing = routingOf(staff.map(({ id }) => id));
  await admin.saveSettings(shop, { version: 0, settings: { routing } });
  await using watcher = await agent(relay, { key: relay.supervisor.key });
  const referee = createReferee(routing);
  const place = { url, referee, now: clock.now, stateOf: askState(watcher) };
  const workers = new Map(staff.map((each) => [each.id, createWorker(place, each)]));
  const agenda = createAgenda();
  const kept = { shoppers: new Map(), regulars: [], ringing: new Map(), assignedMs: [] };
  const scene: Scene = { clock, agenda, random, referee, url, shop, workers, ...kept };
  stage.scene = scene;
  for (const [index, worker] of [...workers.values()].entries()) {
    const shift = day.shifts[index];
    if (shift) planWork(scene, worker, shift);
  }
  for (const [number, arrival] of day.arrivals.entries())
    agenda.add(opensAt + arrival.at, () => ring(scene, arrival, number));
  await playOut(scene, witness);
  for (const worker of workers.values()) worker.leave();
  const { violations, counts } = referee;
  return { seed: random.seed, violations, counts, assignedMs: scene.assignedMs };
};
