import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Keeps what Node compiles beside the packages it is compiled from, so that every start but the first takes half the time. Not in
 * the directory for temporary files: what others may write to is nothing to run. Where it cannot be written there is none.
 */
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));
