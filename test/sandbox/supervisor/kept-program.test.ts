import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptProgram } from '../../../sandbox/kept-program.ts';
import { freePort } from '../../../sandbox/ports.ts';
import { listens, until } from '../../../sandbox/until.ts';

describe('a kept program', function () {
  this.timeout(30_000);
  let directory: string;
  const programs: KeptProgram[] = [];
  const sentences: string[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-kept-'));
    sentences.length = 0;
  });

  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop(1000);
    await rm(directory, { recursive: true });
  });

  async function keep(source: string, port: number): Promise<KeptProgram> {
    const path = join(directory, 'program.mjs');
    await writeFile(path, source);
    const program = new KeptProgram({
      name: 'The program',
      args: [path, `${port}`],
      logPath: join(directory, 'program.log'),
      ready: (signal) => until(() => listens(port), { signal, deadlineInMs: 10_000, name: 'The program' }),
      died: (sentence) => sentences.push(sentence),
    });
    programs.push(program);
    return program;
  }

  const server = "import { createServer } from 'node:net'; createServer().listen(process.argv[2], '127.0.0.1');";

  it('is ready when it listens, and gone when it was stopped', async () => {
    const port = await freePort();
    const program = await keep(server, port);

    await program.start();
    const listened = await listens(port);
    const inOrder = await program.stop(2000);

    assert.deepEqual([listened, inOrder, await listens(port), program.pid], [true, true, false, undefined]);
  });

  it('is started again when it is killed', async () => {
    const port = await freePort();
    const program = await keep(server, port);
    await program.start();
    const first = await program.up;

    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    await until(async () => program.pid !== undefined && program.pid !== first.pid, patience());
    await program.up;

    assert.equal(await listens(port), true);
    assert.deepEqual(sentences, ['The program was ended by SIGKILL and is started again.']);
  });

  it('says what it last said where it ends before it ever was ready', async () => {
    const program = await keep("console.error('There is no more tea.'); process.exit(3);", await freePort());

    await assert.rejects(
      program.start(),
      /The program ended with code 3 while it started[\s\S]*There is no more tea\./,
    );
  });

  it('is killed where it does not listen to being asked', async () => {
    const port = await freePort();
    const program = await keep(`process.on('SIGTERM', () => {}); ${server}`, port);
    await program.start();

    assert.equal(await program.stop(100), false);
    assert.equal(await listens(port), false);
  });

  it('can be stopped while it waits to be started again', async () => {
    const program = await keep(`${server} setTimeout(() => process.exit(1), 300);`, await freePort());
    await program.start();
    const { ended } = await program.up;
    await ended;

    await program.stop(1000);

    assert.equal(program.pid, undefined);
  });

  for (const form of ["'0.0.0.0'", '', "{ host: '::' }", 'undefined']) {
    it(`listens on loopback alone with the preload, whatever it asks for (${form || 'nothing'})`, async () => {
      const port = await freePort();
      const args = form.startsWith('{') ? `{ ...${form}, port }` : ['port', form].filter(Boolean).join(', ');
      const source = `import { createServer } from 'node:http'; const port = Number(process.argv[2]);
        const server = createServer((_, response) => response.end(server.address().address)).listen(${args});`;
      const path = join(directory, 'program.mjs');
      await writeFile(path, source);
      const preload = new URL('../../../sandbox/preloads/loopback-only.ts', import.meta.url).href;
      const program = new KeptProgram({
        name: 'The program',
        args: ['--import', preload, path, `${port}`],
        logPath: join(directory, 'program.log'),
        ready: (signal) => until(() => listens(port), { signal, deadlineInMs: 10_000, name: 'The program' }),
      });
      programs.push(program);
      await program.start();

      const response = await fetch(`http://127.0.0.1:${port}`);

      assert.equal(await response.text(), '127.0.0.1');
      assert.equal(await refuses('::1', port), true);
    });
  }
});

function patience() {
  return { signal: AbortSignal.timeout(10_000), deadlineInMs: 10_000, name: 'The program' };
}

function refuses(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
