import { agentCommands, shopperCommands, type ErrorCode } from '@shopbell/protocol';
import { Counter, Gauge, Histogram, Registry, type Metric } from 'prom-client';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Which of the two command tables. */
export type Side = 'shopper' | 'agent';

/** One command answered: `result` is `ok` or the error’s code, `ms` from the packet to the reply. */
export type AnsweredCommand = {
  side: Side;
  via: 'socket' | 'http';
  command: string;
  result: 'ok' | ErrorCode;
  ms: number;
};

/** What the relay counts of itself. Labels are bounded: an unknown command’s name reads as `unknown`. */
export interface Metrics {
  commandAnswered(answered: AnsweredCommand): void;
  socketOpened(side: Side): void;
  socketClosed(side: Side): void;
  connectionRefused(code: ErrorCode): void;
  /** One commit: how many appends and entries went into it, how long it took. */
  batchCommitted(batch: { appends: number; entries: number; ms: number }): void;
  /** How long the store took to answer a read or a ping. */
  storeRead(ms: number): void;
  /** One step of erasing: how many entries, how long appends may have waited for it. */
  entriesErased(entries: number, ms: number): void;
  requestAnswered(request: { route: string; status: number; ms: number }): void;
  /** The text of `/metrics`, in Prometheus’ format. */
  text(): Promise<string>;
  close(): void;
}

const commandNames: Record<Side, ReadonlySet<string>> = {
  shopper: new Set(Object.keys(shopperCommands)),
  agent: new Set(Object.keys(agentCommands)),
};
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const batchBuckets = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000];

type CommandLabels = Pick<AnsweredCommand, 'side' | 'via' | 'command' | 'result'>;
/** What was answered alike: how often, how long all took, and how many took at most as long as each bucket says. */
type Answered = { labels: CommandLabels; count: number; seconds: number; within: number[] };

/** Counts by labels: a meter itself costs several times as much each time, so it is told at each scrape. */
const createTally = () => {
  const counted = new Map<string, Answered>();
  const meet = (labels: CommandLabels): Answered => {
    const key = `${labels.side} ${labels.via} ${labels.command} ${labels.result}`;
    const known = counted.get(key);
    if (known) return known;
    const fresh = { labels, count: 0, seconds: 0, within: secondsBuckets.map(() => 0) };
    counted.set(key, fresh);
    return fresh;
  };
  return {
    add: (labels: CommandLabels, seconds: number): void => {
      const answered = meet(labels);
      answered.count += 1;
      answered.seconds += seconds;
      const bucket = secondsBuckets.findIndex((most) => seconds <= most);
      if (bucket >= 0) answered.within[bucket] = (answered.within[bucket] ?? 0) + 1;
    },
    all: (): Answered[] => [...counted.values()],
  };
};
type Tally = ReturnType<typeof createTally>;

const timesName = 'shopbell_command_duration_seconds';

/** The lines of a histogram for one side’s command: whatever it came to, by whichever way. */
const timesOf = (alike: readonly Answered[], { side, command }: Pick<CommandLabels, 'side' | 'command'>) => {
  const labels = { side, command };
  const sum = (of: (each: Answered) => number): number => alike.reduce((all, each) => all + of(each), 0);
  let within = 0;
  const buckets = secondsBuckets.map((le, bucket) => {
    within += sum((each) => each.within[bucket] ?? 0);
    return { metricName: `${timesName}_bucket`, labels: { le, ...labels }, value: within };
  });
  const count = sum((each) => each.count);
  return [
    ...buckets,
    { metricName: `${timesName}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
    { metricName: `${timesName}_sum`, labels, value: sum((each) => each.seconds) },
    { metricName: `${timesName}_count`, labels, value: count },
  ];
};

/** How long commands took: a histogram whose lines come from the tally. A registry asks no more of it than these two. */
const timesOfCommands = (tally: Tally): Metric => {
  const get = async () => {
    const timed = tally.all().filter(({ labels }) => labels.command !== 'entries:wait');
    const alike = Map.groupBy(timed, ({ labels }) => `${labels.side} ${labels.command}`).values();
    return {
      name: timesName,
      help: 'From a command’s arrival to its reply. Long polls are left out.',
      type: 'histogram',
      values: [...alike].flatMap((each) => (each[0] ? timesOf(each, each[0].labels) : [])),
    };
  };
  return { name: timesName, get } as unknown as Metric;
};

const createCommandMeters = (registry: Registry, tally: Tally): void => {
  const commands = new Counter({
    name: 'shopbell_commands_total',
    help: 'Commands answered, by name and result.',
    labelNames: ['side', 'via', 'command', 'result'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const { labels, count } of tally.all()) this.inc(labels, count);
    },
  });
  const messages = new Counter({
    name: 'shopbell_messages_total',
    help: 'Messages accepted, by side.',
    labelNames: ['side'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const { labels, count } of tally.all())
        if (labels.command === 'message:send' && labels.result === 'ok')
          this.inc({ side: labels.side }, count);
    },
  });
  for (const metric of [commands, messages]) registry.registerMetric(metric);
  registry.registerMetric(timesOfCommands(tally));
};

const createDoorMeters = (registers: Registry[]) => ({
  sockets: new Gauge({
    name: 'shopbell_sockets',
    help: 'Sockets connected now.',
    labelNames: ['side'] as const,
    registers,
  }),
  refused: new Counter({
    name: 'shopbell_connections_refused_total',
    help: 'Connections refused, by error code.',
    labelNames: ['code'] as const,
    registers,
  }),
  requests: new Histogram({
    name: 'shopbell_http_request_duration_seconds',
    help: 'HTTP requests by route and status.',
    labelNames: ['route', 'status'] as const,
    buckets: secondsBuckets,
    registers,
  }),
});

const createStoreMeters = (registers: Registry[]) => ({
  entries: new Counter({ name: 'shopbell_entries_total', help: 'Entries committed.', registers }),
  batch: new Histogram({
    name: 'shopbell_batch_appends',
    help: 'Appends gathered into one commit.',
    buckets: batchBuckets,
    registers,
  }),
  commit: new Histogram({
    name: 'shopbell_commit_duration_seconds',
    help: 'How long a commit took, until durable.',
    buckets: secondsBuckets,
    registers,
  }),
  read: new Histogram({
    name: 'shopbell_store_read_duration_seconds',
    help: 'How long the store took to answer a read.',
    buckets: secondsBuckets,
    registers,
  }),
});

const createErasureMeters = (registers: Registry[]) => ({
  entries: new Counter({ name: 'shopbell_erased_entries_total', help: 'Entries erased.', registers }),
  step: new Histogram({
    name: 'shopbell_erasure_step_duration_seconds',
    help: 'How long a step of erasing took.',
    buckets: secondsBuckets,
    registers,
  }),
});

const observeProcess = (registry: Registry): (() => void) => {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const lag = new Gauge({
    name: 'shopbell_event_loop_lag_seconds',
    help: 'Event-loop lag since the last scrape.',
    labelNames: ['quantile'] as const,
    registers: [],
    collect() {
      this.set({ quantile: '0.5' }, delay.percentile(50) / 1e9);
      this.set({ quantile: '0.99' }, delay.percentile(99) / 1e9);
      this.set({ quantile: '1' }, delay.count > 0 ? delay.max / 1e9 : 0);
      delay.reset();
    },
  });
  const memory = new Gauge({
    name: 'shopbell_resident_memory_bytes',
    help: 'Memory of the process.',
    registers: [],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  registry.registerMetric(lag);
  registry.registerMetric(memory);
  return () => {
    delay.disable();
  };
};

/** Counts for one relay, in a registry of its own, so that several may live in one process. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const answered = createTally();
  createCommandMeters(registry, answered);
  const doors = createDoorMeters([registry]);
  const stores = createStoreMeters([registry]);
  const erasures = createErasureMeters([registry]);
  const close = observeProcess(registry);
  return {
    commandAnswered({ side, via, command, result, ms }) {
      const name = commandNames[side].has(command) ? command : 'unknown';
      answered.add({ side, via, command: name, result }, ms / 1_000);
    },
    socketOpened: (side) => doors.sockets.inc({ side }),
    socketClosed: (side) => doors.sockets.dec({ side }),
    connectionRefused: (code) => doors.refused.inc({ code }),
    batchCommitted({ appends, entries, ms }) {
      stores.batch.observe(appends);
      stores.entries.inc(entries);
      stores.commit.observe(ms / 1_000);
    },
    entriesErased(entries, ms) {
      erasures.entries.inc(entries);
      erasures.step.observe(ms / 1_000);
    },
    storeRead: (ms) => stores.read.observe(ms / 1_000),
    requestAnswered({ route, status, ms }) {
      doors.requests.observe({ route, status }, ms / 1_000);
    },
    text: () => registry.metrics(),
    close,
  };
};
