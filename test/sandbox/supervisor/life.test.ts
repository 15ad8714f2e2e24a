import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../sandbox/until.ts';
import { message } from '../../support/activities.ts';
import { lives, spawnSandbox, TestSandbox } from '../../support/sandbox.ts';

describe('the life of a sandbox', function () {
  this.timeout(120_000);
  let directory: string;
  let sandbox: TestSandbox;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-life-'));
    // A machine takes longer to start than a bot needs to come back.
    sandbox = await TestSandbox.start({ directory, env: { SANDBOX_VM_SECONDS: '4' } });
  });

  after(async () => {
    // Where something failed on the way it still runs.
    if (sandbox.process.exitCode === null && sandbox.process.signalCode === null) await sandbox.kill();
    await rm(directory, { recursive: true, force: true });
  });

  it('tells where everything is', () => {
    const { endpoints } = sandbox;

    for (const key of ['bot', 'health', 'control'] as const) assert.match(endpoints[key], /^http:\/\/127\.0\.0\.1:\d+/);
    for (const key of ['login', 'arm', 'graph', 'blob', 'queue'] as const) {
      assert.match(endpoints[key], /^https:\/\/127\.0\.0\.1:\d+$/);
    }
    assert.deepEqual(
      endpoints.workspaces.map(({ id, resourceGroup, machines }) => [
        id,
        resourceGroup,
        machines.map(({ name }) => name),
      ]),
      [
        ['oncology', 'rg-oncology', ['onc-python', 'onc-r']],
        ['cardiology', 'rg-cardiology', ['card-python', 'card-r']],
        ['genomics', 'rg-genomics', ['gen-python']],
      ],
    );
    const oncology = endpoints.workspaces[0]?.files.map(({ path }) => path) ?? [];
    for (const path of [
      'results.csv',
      'cohort.csv',
      'figures/figure1.png',
      'export/table1.csv',
      'export/figure3.png',
    ]) {
      assert.ok(oncology.includes(path), path);
    }
    assert.deepEqual(Object.keys(endpoints.people), [
      ...['researcher', 'researcher2', 'owner', 'owner2', 'reviewer', 'reviewer2', 'admin', 'outsider'],
    ]);
    assert.ok(existsSync(endpoints.ca));
    assert.equal(endpoints.playgrounds, undefined);
    assert.equal(endpoints.signingKey, undefined);
  });

  it('lets no other start in its directory, and goes on', async () => {
    const { child, output } = spawnSandbox(directory);
    const [code] = await once(child, 'close');

    assert.equal(code, 1);
    assert.match(output.join(''), /A sandbox runs in .* already \(process \d+\)/);
    assert.equal((await fetch(sandbox.endpoints.health)).status, 200);
  });

  it('moves the bot on when the clock is moved', async () => {
    const { now } = (await sandbox.control.tick({ advanceSeconds: 3600 })) as { now: string };

    assert.ok(Date.parse(now) - Date.now() > 3_590_000);
  });

  it('goes on with another bot when the bot is killed, which ends what the first had begun, on the same card', async () => {
    const before = sandbox.endpoints.pids.bot;
    const researcher = sandbox.chat('researcher', { name: 'killed' });
    const card = await researcher.say('start onc-r');

    await sandbox.crashBot();

    const after = sandbox.endpoints.pids.bot;
    assert.ok(after !== undefined && after !== before && lives(after));
    assert.match(sandbox.output, /The bot was ended by SIGKILL and is started again\./);
    // What a dead process left is looked after fifteen seconds later at the soonest.
    await researcher.shows(/Started/, { on: card, withinMs: 90_000 });
  });

  it('finishes the turn in flight, leaves nothing behind and ends with code 0 on SIGTERM', async () => {
    // The list of machines that the bot has is old by then.
    await sandbox.control.tick({ advanceSeconds: 300 });
    await sandbox.control.fault({ service: 'arm', path: 'virtualMachines', delayMs: 1500, times: 1 });
    const researcher = sandbox.chat('researcher');
    const answer = researcher.say('machines');
    const isInFlight = async () => (await sandbox.control.requests('arm')).some(({ status }) => status === null);
    await until(isInFlight, patience());

    await Promise.all([answer, sandbox.stop()]);

    assert.match((await answer).text, /onc-python/);
  });

  it('finds at a second start what the first one left', async () => {
    const first = sandbox.endpointsAtStart;

    sandbox = await TestSandbox.start({ directory });

    const second = sandbox.endpoints;
    assert.deepEqual({ ...second, pids: undefined }, { ...first, pids: undefined });
  });

  it('ends all its programs when it is killed itself, and can be started again', async () => {
    await sandbox.kill();

    sandbox = await TestSandbox.start({ directory, env: { SANDBOX_AUTH: 'on' } });
  });

  it('demands signed activities where it is told to, and tells tests what to sign with', async () => {
    const { bot, appId, openid, clientId } = sandbox.endpoints;
    const researcher = sandbox.chat('researcher');

    const answer = await researcher.say('help');
    const unsigned = await fetch(bot, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message(researcher.place, 'help')),
    });
    await sandbox.stop();

    assert.equal(appId, clientId);
    assert.match(openid ?? '', /openidconfiguration$/);
    assert.match(answer.text, /machines/i);
    assert.equal(unsigned.status, 401);
  });
});

function patience() {
  return { signal: AbortSignal.timeout(20_000), deadlineInMs: 20_000, name: 'The machine list' };
}
