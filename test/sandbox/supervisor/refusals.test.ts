import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../sandbox/ports.ts';
import { spawnSandbox } from '../../support/sandbox.ts';

describe('a sandbox that cannot start', function () {
  this.timeout(100_000);
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-refusal-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function fails(where: string, env: Record<string, string> = {}): Promise<string> {
    const { child, output } = spawnSandbox(where, env);
    const [code] = await once(child, 'close');
    assert.equal(code, 1, output.join(''));
    return output.join('');
  }

  it('says which port is taken and by whom it is needed', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');

    const output = await fails(directory, { PORT: `${port}` });

    other.close();
    assert.match(output, new RegExp(`^Port ${port} is taken, and the bot needs it\\.`));
    assert.equal(existsSync(join(directory, 'endpoints.json')), false);
  });

  it('says which settings cannot be used', async () => {
    assert.match(await fails(directory, { SANDBOX_AUTH: 'perhaps' }), /SANDBOX_AUTH must be on or off/);
  });

  it('ends at once and in order where it is asked to while it starts', async () => {
    const { child, output } = spawnSandbox(directory);
    while (!existsSync(join(directory, 'running.json'))) await new Promise(setImmediate);

    child.kill('SIGTERM');
    const [code] = await once(child, 'close');

    assert.equal(code, 0, output.join(''));
    assert.equal(existsSync(join(directory, 'running.json')), false);
  });
});
