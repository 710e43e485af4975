/**
 * Imported before everything else: tells zod not to compile its parsers. The desk's policy forbids evaluated code, and
 * even zod's probe for it would be reported as a violation.
 */
Reflect.set(globalThis, '__zod_globalConfig', { jitless: true });
