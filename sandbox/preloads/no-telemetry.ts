import { registerHooks } from 'node:module';

/**
 * Loaded first in Azurite, which would load a client of Application Insights whether it reports anything or not: half its start,
 * for something that is turned off here. It gets an empty module in its place, and so could not report if it wanted to.
 */
const empty = new URL('./empty.cjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'applicationinsights'
      ? { url: empty, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url === empty ? { source: 'module.exports = {};', format: 'commonjs', shortCircuit: true } : next(url, context),
});
