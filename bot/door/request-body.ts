import type { IncomingMessage } from 'node:http';

/** How much of a body that is refused anyway is still taken in, in bytes, so that the client gets to read why. */
const politeness = 4 * 1024 * 1024;

const nothing = Buffer.alloc(0);

/**
 * Reads a body of at most `maxBytes`, counting while it arrives.
 * @returns the body; `'too-large'` as soon as that is known; undefined where the client went away in the middle
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | 'too-large' | undefined> | Buffer | 'too-large' {
  const announced = request.headers['content-length'];
  if (announced === undefined && request.headers['transfer-encoding'] === undefined) return nothing;
  if (announced !== undefined && Number(announced) > maxBytes) return 'too-large';
  return new Promise((resolve) => {
    let first: Buffer | undefined;
    let chunks: Buffer[] | undefined;
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.removeListener('data', onData);
        chunks = undefined;
        resolve('too-large');
      } else if (!first) first = chunk;
      else if (!chunks) chunks = [first, chunk];
      else chunks.push(chunk);
    };
    request.on('data', onData);
    request.on('end', () => resolve(chunks ? Buffer.concat(chunks, size) : (first ?? nothing)));
    request.on('close', () => resolve(undefined));
  });
}

/** Lets the rest of a refused body run out, up to a bound; then the connection is cut. The request's time limit holds on. */
export function discardBody(request: IncomingMessage): void {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > politeness) request.destroy();
  });
}
