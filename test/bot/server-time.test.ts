import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import type { Route } from '../../bot/door/route.ts';
import { createServer, type Server } from '../../bot/server.ts';
import { raw } from '../support/raw-http.ts';

const log = pino({ level: 'silent' });
const body = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n';

describe('the server and time', function () {
  this.timeout(30_000);
  let release: (() => void) | undefined;
  let started: Promise<void>;
  let start: () => void;

  beforeEach(() => {
    ({ promise: started, resolve: start } = Promise.withResolvers<void>());
  });

  const slow: Route = {
    method: 'POST',
    path: '/slow',
    async handler() {
      const { promise, resolve } = Promise.withResolvers<void>();
      release = resolve;
      start();
      await promise;
      return { status: 200, body: 'finished' };
    },
  };
  const messages: Route = {
    method: 'POST',
    path: '/api/messages',
    accepts: ['application/json'],
    maxBytes: 1024,
    handler: async () => ({ status: 200 }),
  };

  // Takes its 8 seconds while the test of slow requests takes its 10.
  let stuck: Promise<{ milliseconds: number; answer: unknown }>;
  before(() => {
    stuck = drainStuck();
  });

  async function drainStuck() {
    const called = Promise.withResolvers<void>();
    const endless: Route = {
      ...slow,
      handler() {
        called.resolve();
        return new Promise(() => undefined);
      },
    };
    const server = createServer({ host: '127.0.0.1', port: 0, routes: [endless], checks: {}, log });
    const running = fetch(`http://127.0.0.1:${await server.listen()}/slow`, { method: 'POST' }).catch(() => 'cut');
    await called.promise;
    const before = performance.now();
    await server.drain();
    return { milliseconds: performance.now() - before, answer: await running };
  }

  async function open(checks = {}): Promise<{ server: Server; url: string; port: number }> {
    const server = createServer({ host: '127.0.0.1', port: 0, routes: [slow, messages], checks, log, graceInMs: 50 });
    const port = await server.listen();
    return { server, port, url: `http://127.0.0.1:${port}` };
  }

  it('gives headers 5 seconds and a request 10, however slowly it drips, while others are served', async () => {
    const { server, port, url } = await open();
    const drips = (head: string) => [head, ...Array.from({ length: 60 }, () => 'x')];
    const slowOnes = [
      ...Array.from({ length: 100 }, () =>
        raw(port, drips('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '), { everyMs: 400 }),
      ),
      raw(port, drips(body), { everyMs: 400 }),
      raw(port, drips(body.replace('application/json', 'text/plain')), { everyMs: 400 }),
      raw(port, []),
    ];
    const all = Promise.all(slowOnes);
    let longest = 0;
    let done = false;
    void all.finally(() => {
      done = true;
    });
    while (!done) {
      const before = performance.now();
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
      longest = Math.max(longest, performance.now() - before);
      await wait(20);
    }
    const answers = await all;

    const [slowBody, refusedBody, silent] = answers.slice(-3);
    for (const { status, milliseconds } of [...answers.slice(0, 100), silent!]) {
      assert.ok([0, 408].includes(status));
      assert.ok(milliseconds > 4_500 && milliseconds < 9_000, `${milliseconds} ms`);
    }
    assert.equal(slowBody?.status, 408);
    assert.equal(refusedBody?.status, 415);
    for (const { milliseconds } of [slowBody!, refusedBody!]) {
      assert.ok(milliseconds > 9_500 && milliseconds < 16_000, `${milliseconds} ms`);
    }
    assert.ok(longest < 4_000, `somebody waited ${longest} ms`);
    await server.close();
  });

  it('is ready where every dependency answers, and names those that do not', async () => {
    const checks = {
      store: async () => undefined,
      queue: async () => {
        throw new Error('AccountKey=secret');
      },
      graph: () => new Promise<void>(() => undefined),
    };
    const { server, url } = await open(checks);

    const [first, second] = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/readyz`)]);

    assert.equal(first.status, 503);
    const told = { status: 'not ready', checks: { store: 'ok', queue: 'failed', graph: 'failed' } };
    assert.deepEqual(await first.json(), told);
    assert.deepEqual(await second.json(), told);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    await server.close();
  });

  it('finishes what runs when it drains, and is not ready meanwhile', async () => {
    const { server, url } = await open({ store: async () => undefined });
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    const running = fetch(`${url}/slow`, { method: 'POST' });
    await started;

    const drained = server.drain();
    const ready = await fetch(`${url}/readyz`);
    assert.equal(ready.status, 503);
    assert.equal(ready.headers.get('connection'), 'close');
    while (
      await fetch(`${url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    );
    assert.equal(server.inFlight, 1);
    release?.();

    assert.equal(await (await running).text(), 'finished');
    await drained;
    await server.drain();
  });

  it('ends within 8 seconds even where something never ends', async () => {
    const { milliseconds, answer } = await stuck;
    assert.ok(milliseconds < 10_000, `${milliseconds} ms`);
    assert.equal(answer, 'cut');
  });

  it('does not mind who goes away in the middle', async () => {
    const { server, port, url } = await open();
    const gone = raw(port, [body], { untilAnswered: true, withinMs: 300 }).catch(() => 'gone');
    assert.equal(await gone, 'gone');
    while (server.inFlight > 0) await fetch(`${url}/healthz`);
    await server.close();
  });
});
