import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch } from '@shopbell-test/kit';
import { altered } from './alter.ts';

/*
 * A library loaded before all others, in whose fsync and fdatasync every call waits as long as it is told to and is
 * counted in a file that both sides have mapped.
 */
const source = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
static long *count;
static useconds_t delay;
__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("SHOPBELL_CHAOS_SYNCS"), *wait = getenv("SHOPBELL_CHAOS_SYNC_US");
  int fd = file ? open(file, O_RDWR) : -1;
  if (wait) delay = (useconds_t)atol(wait);
  if (fd < 0) return;
  count = mmap(0, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (count == MAP_FAILED) count = 0;
  close(fd);
}
static int counted(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int result = real(fd);
  if (delay) usleep(delay);
  if (count) __sync_fetch_and_add(count, 1);
  return result;
}
int fsync(int fd) { return counted("fsync", fd); }
int fdatasync(int fd) { return counted("fdatasync", fd); }
`;

const compile = (folder: string): string | null => {
  const library = join(folder, 'slow-sync.so');
  writeFileSync(join(folder, 'slow-sync.c'), source);
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, join(folder, 'slow-sync.c'), '-ldl'], {
      stdio: 'ignore',
    });
    return library;
  } catch {
    return null;
  }
};

/** A disk whose every sync takes so long: how a relay on it is started, and how often it was synced (`null`: not counted). */
export type SlowSync = Pick<Launch, 'nodeArgs' | 'env'> & { count: () => number | null; how: string };

/** The same without a compiler: the thread that has the database waits before each commit. Nothing is counted. */
const byWaiting = (delayMs: number): SlowSync => ({
  ...altered({
    file: '/store/sqlite/connection.ts',
    text: "prepare('COMMIT').run();",
    replacement: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${delayMs}); prepare('COMMIT').run();`,
  }),
  count: () => null,
  how: 'a wait before each commit',
});

/** Makes it in a folder: by a preloaded library where there is a C compiler and Linux, else by waiting in the thread. */
export const slowSync = (folder: string, delayMs: number): SlowSync => {
  const library = process.platform === 'linux' ? compile(folder) : null;
  if (library === null) return byWaiting(delayMs);
  const file = join(folder, 'syncs');
  const descriptor = openSync(file, 'w');
  ftruncateSync(descriptor, 8);
  closeSync(descriptor);
  const env = {
    LD_PRELOAD: library,
    SHOPBELL_CHAOS_SYNCS: file,
    SHOPBELL_CHAOS_SYNC_US: String(delayMs * 1_000),
  };
  return {
    env,
    count: () => Number(readFileSync(file).readBigInt64LE(0)),
    how: 'fsync and fdatasync preloaded',
  };
};
