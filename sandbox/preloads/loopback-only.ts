import { Server } from 'node:net';

/** Loaded first in programs that would listen on every interface: whatever they ask for, they listen on 127.0.0.1. */
const host = '127.0.0.1';
const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;

/** `listen(options, ...)`, `listen(port[, host][, backlog][, callback])`; paths and handles are nobody else's to reach. */
Server.prototype.listen = function (this: Server, ...args: unknown[]): Server {
  const [first, ...rest] = args;
  if (typeof first === 'object' && first !== null && 'port' in first) {
    return listen.call(this, { ...first, host }, ...rest);
  }
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    const others = typeof rest[0] === 'string' ? rest.slice(1) : rest.filter((value) => value !== undefined);
    return listen.call(this, first, host, ...others);
  }
  if (first === undefined || typeof first === 'function') return listen.call(this, 0, host, ...args);
  return listen.call(this, ...args);
} as typeof Server.prototype.listen;
