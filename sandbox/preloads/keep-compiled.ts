import { flushCompileCache } from 'node:module';

/**
 * Loaded first in every program that the sandbox starts: what Node compiled is kept (see compile-cache.ts) soon after the start, and
 * not at the end alone: one that is killed does not come to that, and others that start meanwhile would compile it again.
 */
const startsWithinMs = 8000;

setTimeout(flushCompileCache, startsWithinMs).unref();
