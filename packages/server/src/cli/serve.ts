import type { Command } from 'commander';
import { pino, type Logger } from 'pino';
import { databaseName } from '../database.ts';
import { readConfig, type Config, type Flags } from '../config.ts';
import type { Relay } from '../relay.ts';
import { loadCodeSender } from './code-sender.ts';
import { signInKeys } from './shops.ts';
import type { Surroundings } from './workplace.ts';

type ServeOptions = {
  port?: string;
  host?: string;
  data?: string;
  database?: string;
  url?: string;
  trustedProxies?: string;
  codeSender?: string;
  retention?: string;
  logLevel?: string;
  json?: boolean;
};

/** The longest a stop may take; then the process ends all the same. */
const stopMaxMs = 10_000;

const flagNames = {
  port: 'SHOPBELL_PORT',
  host: 'SHOPBELL_HOST',
  data: 'SHOPBELL_DATA',
  database: 'DATABASE_URL',
  url: 'SHOPBELL_URL',
  trustedProxies: 'SHOPBELL_TRUSTED_PROXIES',
  codeSender: 'SHOPBELL_CODE_SENDER',
  retention: 'SHOPBELL_RETENTION',
  logLevel: 'LOG_LEVEL',
} as const;
const flagsOf = (options: ServeOptions): Flags => {
  const flags: Flags = {};
  for (const [option, name] of Object.entries(flagNames)) {
    const value = options[option as keyof typeof flagNames];
    if (value !== undefined) flags[name] = value;
  }
  return flags;
};

const saveShop = async (relay: Relay, shop: NonNullable<Config['shop']>): Promise<void> => {
  const { id, name, origins, signInSecret, uploads } = shop;
  await relay.admin.saveShop({
    id,
    name,
    origins,
    uploads,
    ...(signInSecret === undefined ? {} : { signInKeys: [...signInKeys(signInSecret)] }),
  });
};

const untilStopped = async (relay: Relay, logger: Logger): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let isStopping = false;
  const stop = (signal: string): void => {
    // The second signal means now.
    if (isStopping) process.exit(1);
    isStopping = true;
    resolve(signal);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const signal = await promise;
  logger.info({ signal }, 'stopping');
  const force = setTimeout(() => {
    logger.error('stopping took too long');
    process.exit(1);
  }, stopMaxMs);
  force.unref();
  await relay.close();
  logger.info('stopped');
};

const greet = (where: { url: string; config: Config; isJson: boolean }): string => {
  const { url, config, isJson } = where;
  const database = databaseName(config.databaseUrl);
  const reached = config.url ?? url;
  if (isJson)
    return `${JSON.stringify({ url: reached, listening: url, desk: `${reached}/desk`, database })}\n`;
  return `Shopbell is at ${reached}\n  the desk   ${reached}/desk\n  the data   ${database}\n`;
};

const serve = async (around: Surroundings, options: ServeOptions): Promise<void> => {
  const config = readConfig(flagsOf(options), around.environment);
  const logger = pino({ level: config.logLevel, base: null }, pino.destination(2));
  for (const name of config.unknown) logger.warn({ name }, 'a variable that means nothing here: misspelt?');
  const { databaseUrl, url, trustedProxies, codeSender, identityFreshMs, retentionMs, files } = config;
  const senders = codeSender === undefined ? {} : await loadCodeSender(codeSender);
  // Loaded here alone: the short commands start in half the time without it.
  const { createRelay } = await import('../relay.ts');
  const relay = await createRelay({
    databaseUrl,
    uploads: files,
    logger,
    trustedProxies,
    ...(url === undefined ? {} : { url }),
    ...senders,
    ...(identityFreshMs === undefined ? {} : { identityFreshMs }),
    ...(retentionMs === undefined ? {} : { retentionMs }),
  });
  // What nobody awaited must not end the process for everybody else.
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'an unhandled rejection'));
  try {
    if (config.shop !== undefined) await saveShop(relay, config.shop);
    const { url: listening } = await relay.listen({ port: config.port, host: config.host });
    logger.info({ url: listening, database: databaseName(databaseUrl) }, 'started');
    around.out(greet({ url: listening, config, isJson: options.json === true }));
    await untilStopped(relay, logger);
  } finally {
    await relay.close();
  }
};

/** `shopbell serve` */
export const addServeCommand = (program: Command, around: Surroundings): void => {
  program
    .command('serve')
    .description('run the relay')
    .option('--port <port>', 'the port to listen on')
    .option('--host <address>', 'the address to listen on')
    .option('--data <folder>', 'the folder of the database')
    .option('--database <url>', 'the database itself: file:<path>')
    .option('--url <url>', 'the address browsers use')
    .option('--trusted-proxies <ranges>', 'proxies whose X-Forwarded-For is believed')
    .option('--code-sender <module>', 'what sends the codes that prove a mail address')
    .option('--retention <days>', 'how long closed conversations are kept, such as 400d')
    .option('--log-level <level>', 'how much is logged')
    .option('--json', 'say where it listens as one line of JSON')
    .action((options: ServeOptions) => serve(around, options));
};
