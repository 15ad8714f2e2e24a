import { request } from 'undici';
import { WorkspaceError } from '../errors.ts';

const withinMs = 2_000;

/**
 * Resolves where somebody answers behind the address, whatever they say but that they are out of order: a 401 or 404 comes from a
 * service that lives. Asks without a token and reads no answer. @throws {WorkspaceError} unavailable, throttled
 */
export async function reach(url: string): Promise<void> {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(withinMs) });
  await body.dump();
  if (statusCode === 429) throw new WorkspaceError('throttled', 'It is asked too much at the moment.');
  if (statusCode >= 500) throw new WorkspaceError('unavailable', `It answered ${statusCode}.`);
}
