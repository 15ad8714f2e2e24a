import { fileURLToPath } from 'node:url';

/**
 * What Node keeps of the code that it compiled (`NODE_COMPILE_CACHE`), so that every start but the first takes half the time. It lies
 * beside the packages and not among the temporary files: what others may write to is nothing to run.
 */
export const compileCache = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
