import assert from 'node:assert/strict';
import { system } from '../../../services/change/aggregate.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { money } from '../../../services/money/money.ts';
import { type DataRequest, dataRequest, requestAddress } from '../../../services/requests/request.ts';
import { machineSchedule, scheduleAddress } from '../../../services/schedules/machine-schedule.ts';
import { ArchiveWorld, chief, second, storage } from '../../support/archive-world.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';
import { dataRequest as request } from '../../support/request-samples.ts';
import { broken } from '../../support/simulated-teardown.ts';

const member = caller(researcher, { oncology: 'member' });
const order = ['lock', 'requests', 'schedules', 'machines', 'storage', 'people', 'budget', 'record'];

describe('closing a workspace', () => {
  let world: ArchiveWorld;

  beforeEach(async () => {
    world = await ArchiveWorld.start();
  });
  afterEach(() => world.stop());

  it('takes machines away, moves files to the archive tier and empties the group, an admin owning it', async () => {
    const archive = await world.archive();

    assert.equal(archive.state, 'archived');
    assert.deepEqual(
      archive.steps.map(({ step, state }) => `${step} ${state}`),
      order.map((step) => `${step} done`),
    );
    assert.equal(world.base.azure.state('rg-oncology', 'onc-python'), undefined);
    assert.equal(world.base.azure.state('rg-genomics', 'gen-python'), 'Started');
    assert.equal(world.base.azure.count('stop'), 1);
    assert.deepEqual(
      [storage.secure, storage.public].map((account) => world.teardown.blobs.get(account)?.tier),
      ['Archive', 'Archive'],
    );
    assert.deepEqual(archive.steps[4]?.counts, { files: 7, bytes: 70, tier: 'Archive' });
    assert.deepEqual([...world.base.directory.memberships.get('group-oncology')!], []);
    assert.deepEqual([...world.base.directory.ownerships.get('group-oncology')!], [admin.aadObjectId]);
    assert.equal(archive.restorableUntil?.slice(0, 10), '2026-05-31');
    assert.ok((await world.place()).archivedAt);
  });

  it('ends what is open with words to its author, and lets nothing begin', async () => {
    const { base } = world;
    await base.topUps
      .ask(
        caller(owner, { oncology: 'owner' }),
        await world.place(),
        { amount: '5', reason: 'More' },
        {
          ...{ key: 'ask', via: 'chat' as const },
        },
      )
      .catch(() => undefined);
    await base.budgets.set(chief, await world.place(), { amount: '100', currency: 'EUR' }, { key: 'set', via: 'chat' });
    const asked = { amount: '50', reason: 'Two more weeks of the large machine.' };
    const ownerNow = caller(owner, { oncology: 'owner' });
    const request = await base.topUps.ask(ownerNow, await world.place(), asked, { key: 'ask-2', via: 'chat' });
    await base.schedules.set(
      member,
      await world.place(),
      'onc-python',
      { days: 'daily', time: '19:00' },
      {
        ...{ key: 'nightly', via: 'chat' as const },
      },
    );
    assert.deepEqual((await world.archives.look(chief, await world.place())).survey?.requests, 1);
    const archive = await world.archive();

    const after = await base.changes.get(dataRequest, requestAddress('oncology', request.number));
    assert.equal(after?.state, 'withdrawn');
    assert.ok(after?.history.at(-1)?.why?.includes('Oncology was archived'));
    assert.deepEqual(
      after?.effects.filter(({ kind }) => kind === 'line.tell').map(({ data }) => data),
      [{ what: 'closed', to: owner.aadObjectId }],
    );
    const schedule = await base.changes.get(machineSchedule, scheduleAddress('oncology', 'onc-python'));
    assert.equal(schedule?.state, 'off');
    assert.deepEqual(archive.steps[1]?.counts, { withdrawn: 1, revoked: 0 });
    assert.equal((await base.budgets.of('oncology'))?.off, true);
    await base.budgets.alerted('oncology', money('5000', 'EUR'));
    assert.equal((await base.budgets.of('oncology'))?.state, 'open');
    for (const attempt of [
      async () => await base.machines.start(chief, await world.place(), 'onc-r', { key: 'start', via: 'chat' }),
      async () => await base.topUps.ask(chief, await world.place(), asked, { key: 'ask-3', via: 'chat' }),
      async () => await base.memberships.search(chief, await world.place(), 'somebody'),
      async () => await base.budgets.set(chief, await world.place(), {}, { key: 'set-2', via: 'chat' }),
    ])
      await assert.rejects(
        attempt(),
        (error) =>
          error instanceof WorkspaceError && /has been archived since 2026-03-02.*Ask an admin/.test(error.message),
      );
  });

  it('takes back what was approved, with its copies, and leaves what was decided otherwise', async () => {
    const { changes } = world.base;
    const states = { 1: ['submitted', 'in_review', 'approving', 'approved'], 2: ['submitted', 'in_review', 'denied'] };
    for (const [number, path] of Object.entries(states))
      for (const state of path as DataRequest['state'][])
        await changes.change(dataRequest, requestAddress('oncology', Number(number)), {
          ...{ key: state, by: system, via: 'system', what: `request.${state}` },
          decide: () => ({ next: { ...request(state), number: Number(number), author: researcher, state } }),
        });
    const archive = await world.archive();

    const [approved, denied] = await Promise.all(
      [1, 2].map(async (number) => await changes.get(dataRequest, requestAddress('oncology', number))),
    );
    assert.deepEqual([approved?.state, denied?.state], ['revoked', 'denied']);
    assert.deepEqual([approved?.revoked?.by.name, approved?.revoked?.reason], ['Labdesk', 'Oncology was archived.']);
    assert.ok(approved?.effects.some(({ kind }) => kind === 'request.remove'));
    assert.deepEqual(archive.steps[1]?.counts, { withdrawn: 0, revoked: 1 });
  });

  it('withdraws what another instance let in while it did not know yet', async () => {
    const { base } = world;
    const before = await world.place();
    await base.budgets.set(chief, before, { amount: '100', currency: 'EUR' }, { key: 'set', via: 'chat' });
    await world.archive(30);
    const late = { amount: '50', reason: 'Nobody told me.' };
    const { number } = await base.topUps.ask(caller(owner, { oncology: 'owner' }), before, late, {
      ...{ key: 'late', via: 'chat' as const },
    });
    await world.after(60);

    const request = await base.changes.get(dataRequest, requestAddress('oncology', number));
    assert.equal(request?.state, 'withdrawn');
  });

  it('keeps the records readable, and what it did in them', async () => {
    await world.archive();
    await world.after(60);
    const place = await world.place();
    const { records } = await world.base.audit.find(chief, place, {});
    const verified = await world.base.audit.verify(chief, place);

    assert.ok(records.some(({ what }) => what === 'archive.confirm'));
    assert.equal(verified.flaw, undefined);
    await assert.rejects(world.base.audit.find(member, place, {}), /reviewer|owner|cannot/);
  });

  it('tries again what passes, and goes on from where it was', async () => {
    for (const call of ['removeMachine', 'set', 'machineIsGone']) world.teardown.fail(call, broken(), broken());
    world.base.azure.fail('get', broken());
    world.base.azure.fail('list', broken());
    world.base.entra.failures.push(broken(), broken());
    const archive = await world.archive(400);

    assert.equal(archive.state, 'archived');
    assert.deepEqual(archive.steps[4]?.counts, { files: 7, bytes: 70, tier: 'Archive' });
    assert.ok(archive.history.some(({ what }) => what === 'archive.trouble'));
    assert.equal(archive.history.filter(({ what }) => what === 'archive.archived').length, 1);
  });

  it('gives a step up that cannot be done, says why, and goes on when an admin says so', async () => {
    const refusal = () => new WorkspaceError('refused', 'A lock forbids it. Ask an admin of the subscription.');
    world.teardown.fail('set', refusal(), refusal(), refusal(), refusal());
    const stuck = await world.archive(300);
    const step = stuck.steps.find((each) => each.step === 'storage');

    assert.deepEqual(
      [stuck.state, step?.state, step?.problem],
      ['closing', 'failed', 'A lock forbids it. Ask an admin of the subscription.'],
    );
    assert.ok(world.base.directory.memberships.get('group-oncology')?.has(researcher.aadObjectId));
    const toKeys = (what: string) => [admin, second].map(({ aadObjectId }) => `line ${what} ${aadObjectId}`);
    const lines = () => world.told.filter((told) => /^line (halted|archived) /.test(told));
    assert.deepEqual(lines().toSorted(), toKeys('halted').toSorted());
    await world.archives.retry(chief, await world.place(), { ...world.command(), round: 1 });
    assert.equal((await world.after(60)).state, 'archived');
    assert.deepEqual(lines().toSorted(), [...toKeys('halted'), ...toKeys('archived')].toSorted());
  });

  it('is told on the card alone where it took less than a minute', async () => {
    assert.equal((await world.archive()).state, 'archived');
    assert.deepEqual(
      world.told.filter((told) => told.startsWith('line archived')),
      [],
    );
  });

  it('counts files that are to be deleted, and leaves them until the retention time is over', async () => {
    await world.base.workspaces.amend('oncology', { ending: { storage: 'delete', retentionDays: 30 } });
    const archive = await world.archive();

    assert.deepEqual(archive.steps[4]?.counts, { files: 7, bytes: 70 });
    assert.deepEqual(
      world.teardown.calls.filter((call) => /^(set|remove) /.test(call)),
      [],
    );
    assert.equal(world.teardown.blobs.get(storage.secure)?.count, 5);
    assert.equal(archive.restorableUntil?.slice(0, 10), '2026-04-01');
  });
});
