/*
 * Loaded before a program that is measured: on SIGUSR2 it collects its garbage, so that memory is what is kept and not what
 * was passing. Wants `--expose-gc`.
 */
process.on('SIGUSR2', () => globalThis.gc?.());
