import { connect, type Socket } from 'node:net';

/** What came back on a socket of its own, byte for byte. */
export interface RawAnswer {
  /** 0 where nothing came. */
  readonly status: number;
  readonly text: string;
  /** Until the other side closed or answered. */
  readonly milliseconds: number;
}

/**
 * Writes bytes to a port of this machine, the pieces one after another, and resolves once the connection is closed or, with
 * `untilAnswered`, something came back. With `andEnd` our side of the connection ends after the last piece.
 */
export function raw(
  port: number,
  pieces: readonly (string | Buffer)[],
  { everyMs = 0, untilAnswered = false, andEnd = false, withinMs = 20_000 } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const socket: Socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = () => {
      clearTimeout(timer);
      clearInterval(writer);
      socket.destroy();
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0),
        text,
        milliseconds: performance.now() - start,
      });
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`Neither closed nor answered within ${withinMs} ms: ${text.slice(0, 80)}`));
    }, withinMs);
    const left = [...pieces];
    const write = () => {
      const piece = left.shift();
      if (piece !== undefined && socket.writable) socket.write(piece);
    };
    const writer = everyMs > 0 ? setInterval(write, everyMs) : undefined;
    socket.on('connect', () => {
      if (everyMs > 0) write();
      else while (left.length > 0) write();
      if (andEnd) socket.end();
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (untilAnswered) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
  });
}
