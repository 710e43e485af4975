import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binaries, giveTo, runAs } from './binaries.ts';
import type { Answer, KeeperOptions, Order } from './orders.ts';

/*
 * The process that owns a PostgreSQL server: it makes the data folder, starts and stops the server as it is told, and
 * takes both away when whoever it serves is gone, however that came about.
 */

const options = JSON.parse(process.argv[2] ?? '{}') as KeeperOptions;
const owner = runAs();
const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-postgres-'));
giveTo(folder, owner);
const bin = binaries(folder, owner);
const data = path.join(folder, 'data');
const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

const initialise = (): void => {
  const flags = [
    '-U',
    'postgres',
    '--auth=trust',
    '--no-sync',
    '--no-locale',
    '--encoding=UTF8',
    '--no-instructions',
  ];
  execFileSync(path.join(bin, 'initdb'), ['-D', data, ...flags], { ...owner, cwd: folder, env: environment });
};

let server: ChildProcess | null = null;

const start = async (port: number): Promise<void> => {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...owner,
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server = child;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
    if (said.includes('ready to accept connections')) resolve();
  });
  child.once('exit', () => {
    if (server === child) server = null;
    reject(new Error(`PostgreSQL ended: ${said}`));
  });
  await promise;
};

/** The server and each of its sessions: they are children of it, in process groups of their own. */
const signalAll = (signal: 'SIGSTOP' | 'SIGCONT'): void => {
  const main = server?.pid;
  if (main === undefined) return;
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = all.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const children = pairs.filter(([, parent]) => parent === main).map(([pid = 0]) => pid);
  for (const pid of [main, ...children]) if (pid > 0) process.kill(pid, signal);
};

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const stop = async (how: keyof typeof signals): Promise<void> => {
  const child = server;
  if (child === null) return;
  const exited = once(child, 'exit');
  signalAll('SIGCONT');
  child.kill(signals[how]);
  await exited;
};

let isLeaving = false;
const leave = async (): Promise<void> => {
  if (isLeaving) return;
  isLeaving = true;
  try {
    await stop('immediate');
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (options.room) rmSync(options.room, { recursive: true, force: true });
    process.exit();
  }
};

const answer = (given: Answer): void => void process.send?.(given);

const obey = async (order: Order, port: number): Promise<void> => {
  if (order.do === 'start') await start(port);
  else if (order.do === 'stop') await stop(order.how);
  else signalAll(order.do === 'freeze' ? 'SIGSTOP' : 'SIGCONT');
};

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Until the process it serves is gone. */
const serveWhileThere = ({ room, pid }: { room: string; pid: number }, url: string): void => {
  mkdirSync(room, { recursive: true });
  writeFileSync(path.join(room, 'url.new'), JSON.stringify({ url, keeper: process.pid }));
  renameSync(path.join(room, 'url.new'), path.join(room, 'url'));
  setInterval(() => {
    if (!isThere(pid)) void leave();
  }, 500);
};

process.on('SIGTERM', () => void leave());
process.on('SIGINT', () => void leave());
process.on('disconnect', () => {
  if (options.pid === undefined) void leave();
});

try {
  initialise();
  const port = await freePort();
  await start(port);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  if (options.room !== undefined && options.pid !== undefined)
    serveWhileThere({ room: options.room, pid: options.pid }, url);
  process.on('message', (order: Order) => {
    obey(order, port).then(
      () => answer({ id: order.id, ok: true }),
      (error: unknown) => answer({ id: order.id, ok: false, message: String(error) }),
    );
  });
  answer({ url, folder: data });
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  await leave();
}
