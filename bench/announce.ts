import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { ConnectorLimits } from '../test/support/connector-limits.ts';
import { cpuMs, rssMiB } from './figures.ts';
import { unpin } from './peers.ts';

export interface AnnounceFigures {
  readonly people: number;
  /** From the first message to the last one, to what the limits allow. */
  readonly ratio: number;
  /** Of the processors, which others on the machine disturb less; in all. */
  readonly cpuSeconds: number;
  /** As long as it would take with Teams' own limits, at that ratio. */
  readonly seconds: number;
  /** How much more memory the process had at most than when a tenth was told. */
  readonly moreMiB: number;
  /** Messages that the connector refused. */
  readonly refused: number;
  /** People who did not get exactly one message. */
  readonly wrong: number;
}

/** So much more than Teams is taken, so that two hundred seconds pass in ten. */
export const announceScale = 20;
const perSecond = 50;
const longestInMs = 60_000;
const announcer = fileURLToPath(new URL('./announce/announcer.ts', import.meta.url));
const nodeOptions = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));

/** Announces to so many people, by a process of its own; the connector is this one, and counts as Teams does, twenty times as much. */
export async function measureAnnouncement({ people = 10_000 } = {}): Promise<AnnounceFigures> {
  const directory = await mkdtemp(join(tmpdir(), 'labdesk-announce-'));
  const limits = new ConnectorLimits(announceScale);
  const received = new Map<string, number>();
  const memory: number[] = [];
  let [first, last, refused, left] = [0, 0, 0, people];
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      const now = performance.now();
      const id = decodeURIComponent(/conversations\/([^/]+)/.exec(request.url ?? '')?.[1] ?? '');
      const wait = limits.take(id, now);
      const body = JSON.stringify(wait === undefined ? { id: `${now}` } : { error: { code: 'Throttled' } });
      response.writeHead(wait === undefined ? 201 : 429, {
        'content-type': 'application/json',
        ...(wait !== undefined && { 'retry-after': `${wait}` }),
      });
      response.end(body);
      if (wait !== undefined) refused += 1;
      else if (request.method === 'POST') {
        if (left === people) first = now;
        last = now;
        left -= 1;
        received.set(id, (received.get(id) ?? 0) + 1);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = fork(announcer, [url, join(directory, 'store.db'), `${people}`], { execArgv: nodeOptions });
  // Beside the connector, which is this process, not on its core.
  unpin(child.pid!);
  const timer = setTimeout(() => child.kill('SIGKILL'), longestInMs);
  const sampler = setInterval(() => {
    if (left <= people * 0.9 && child.exitCode === null) memory.push(rssMiB(child.pid!));
  }, 100);
  try {
    const ended = once(child, 'exit');
    const [answer] = await Promise.race([once(child, 'message'), ended]);
    if (answer !== 'told') throw new Error('The announcement was not told.');
    const cpuSeconds = cpuMs(child.pid!) / 1000;
    const ratio = (last - first) / 1000 / (people / (perSecond * announceScale));
    return {
      ...{ people, ratio, cpuSeconds, refused },
      seconds: (ratio * people) / perSecond,
      moreMiB: Math.max(...memory) - memory[0]!,
      wrong: people - [...received.values()].filter((count) => count === 1).length,
    };
  } finally {
    clearTimeout(timer);
    clearInterval(sampler);
    child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true, force: true });
  }
}
