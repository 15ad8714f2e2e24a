import assert from 'node:assert/strict';
import { TrainingNews } from '../../../bot/news/training-news.ts';
import { withoutTraces } from '../../../services/people/forgetting.ts';
import {
  type Trainings,
  trainings,
  trainingsAddress,
  validUntil,
  warnedAt,
} from '../../../services/trainings/training.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';
import { command, MachineWorld } from '../../support/machine-world.ts';
import { dataRequest } from '../../support/request-samples.ts';

const policy = { name: 'data protection training', validMonths: 12 };
const day = 86_400;
let keys = 0;

describe('the date of a training', () => {
  let world: MachineWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
    admin: caller(admin, {}, { admin: true }),
  };

  beforeEach(async () => {
    // 2026-03-02.
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
    await world.workspaces.amend('oncology', { members: { training: policy } });
  });

  afterEach(async () => await world.stop());

  const oncology = async () => (await world.workspaces.byId('oncology'))!;
  const record = async (on: string, who = by.owner, person = researcher.aadObjectId) =>
    await world.trainings.record(who, await oncology(), { person, on }, { key: `key ${++keys}`, via: 'card' });
  const stored = async () => await world.changes.get(trainings, trainingsAddress('oncology', researcher.aadObjectId));

  it('is asked before somebody starts, restarts or connects to a machine, or asks for files', async () => {
    const place = await oncology();
    const missing = {
      code: 'forbidden',
      message: /no date of your data protection training\. Ask an owner of Oncology/,
    };
    const released = dataRequest('approved', {
      ...{ author: researcher, use: 'download', accessUntil: '2026-04-01T00:00:00.000Z' },
    });
    const wish = { files: ['results.csv'], use: 'download' as const, purpose: 'for a paper' };
    const tries = {
      start: () => world.machines.start(by.researcher, place, 'onc-r', command('start')),
      restart: () => world.machines.restart(by.researcher, place, 'onc-python', command('restart')),
      connect: () => world.connections.open(by.researcher, place, 'onc-python', { key: 'connect', via: 'chat' }),
      link: () => world.fileLinks.open(released, by.researcher, 60, { key: 'link', via: 'chat' }),
      request: () =>
        world.requests.keep(by.researcher, place, wish, { ...command('keep'), conversation: undefined } as never),
    };
    for (const [name, attempt] of Object.entries(tries)) await assert.rejects(attempt(), missing, name);
    await record('2026-03-01');

    assert.equal((await tries.start()).outcome, 'begun');
    assert.ok((await tries.connect()).token);
    assert.ok((await tries.link()).links.length > 0);
  });

  it('is asked once more where a link is used that was given out before', async () => {
    await world.workspaces.amend('oncology', { members: undefined });
    const place = await oncology();
    const released = dataRequest('approved', {
      ...{ author: researcher, use: 'download', accessUntil: '2026-04-01T00:00:00.000Z' },
    });
    await world.store.create(released as never);
    const { token } = await world.connections.open(by.researcher, place, 'onc-python', { key: 'connect', via: 'chat' });
    const { links } = await world.fileLinks.open(released, by.researcher, 60, { key: 'link', via: 'chat' });
    await world.workspaces.amend('oncology', { members: { training: policy } });

    const missing = { code: 'forbidden', message: /no date of your data protection training/ };
    await assert.rejects(world.connections.use(token), missing);
    await assert.rejects(world.fileLinks.use(links[0]!.token), missing);
    await record('2026-03-01');
    assert.match((await world.connections.use(token)).fileName, /rdp$/);
    // Past the training: this workspace has no files.
    await assert.rejects(world.fileLinks.use(links[0]!.token), /Oncology has no storage that I know of/);
  });

  it('is asked of owners too, and not of admins who only operate, and of nobody who stops a machine', async () => {
    const place = await oncology();
    const start = async (who = by.owner) => await world.machines.start(who, place, 'onc-r', command(`start ${++keys}`));
    await assert.rejects(start(), { code: 'forbidden', message: /Write "members of Oncology" to record a date/ });
    assert.equal((await start(by.admin)).outcome, 'begun');
    await world.settle('onc-r');
    const stopped = await world.machines.stop(by.researcher, place, 'onc-python', command('stop'));
    assert.equal(stopped.outcome, 'begun');
  });

  it('is over after its months, and says since when', async () => {
    await record('2025-03-02');
    const place = await oncology();
    await world.trainings.require(by.researcher, place);
    world.clock.leap(day);

    await assert.rejects(world.trainings.require(by.researcher, place), {
      message: /was valid until 2 March 2026\. Ask an owner of Oncology to record a new date/,
    });
    assert.equal(validUntil({ ...policy, validMonths: 1 }, '2026-01-31'), '2026-02-28');
  });

  it('costs nothing where the workspace asks for none', async () => {
    const genomics = (await world.workspaces.byId('genomics'))!;
    const asked = world.directory.asked;
    await world.trainings.require(caller(researcher, { genomics: 'member' }), genomics);

    assert.equal(world.directory.asked, asked);
    assert.equal(await world.trainings.of(genomics), undefined);
    await assert.rejects(
      world.trainings.record(
        by.admin,
        genomics,
        { person: researcher.aadObjectId, on: '2026-03-01' },
        { key: 'k', via: 'card' },
      ),
      { code: 'invalid', message: /asks for no training/ },
    );
  });

  it('is recorded by owners and admins alone, for a day that was and is not too long ago', async () => {
    await assert.rejects(record('2026-03-01', by.researcher), { code: 'forbidden' });
    await assert.rejects(record('2026-03-03'), { code: 'invalid', message: /still to come/ });
    await assert.rejects(record('2024-03-01'), { code: 'invalid', message: /valid until 1 March 2025/ });
    for (const date of ['2026-02-30', '2025-04-31', 'yesterday'])
      await assert.rejects(record(date), { code: 'invalid', message: /^That is no day\./ }, date);
    await assert.rejects(record('2026-03-01', by.admin, 'nobody'), { code: 'not-found' });
    assert.equal((await record('2026-03-01', by.admin)).standing.until, '2027-03-01');
    await record('2026-03-02');
    assert.deepEqual(
      (await stored())?.records.map(({ on, by: who }) => [on, who.name]),
      [['2026-03-02', owner.name]],
    );
  });

  it('ends with a line a month before, to whoever still works there', async () => {
    const lines: string[] = [];
    const courier = {
      tell: async (_key: string, { aadObjectId }: { aadObjectId: string }, text: string) => {
        lines.push(`${aadObjectId}: ${text}`);
        return 'teams' as const;
      },
    };
    new TrainingNews({ ...world, courier: courier as never }).register(world.effects);
    await record('2026-03-01');
    await record('2026-03-02');
    assert.equal(warnedAt(policy, '2026-03-02', 'Europe/Berlin').toISOString(), '2027-01-31T07:00:00.000Z');
    world.clock.leap(334 * day);
    await world.clock.advance(60);
    assert.deepEqual(lines, []);
    world.clock.leap(day);
    await world.clock.advance(60);

    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /^.{36}: Your data protection training for Oncology is valid until 2 March 2027\./);
  });

  it('leaves with a person who is forgotten, and was never sealed by name', async () => {
    await record('2026-03-01');
    const document = (await stored()) as Trainings;

    assert.match(document.id, /^trainings\/\d+$/);
    assert.doesNotMatch(JSON.stringify(document.history.map(({ detail }) => detail)), /[0-9a-f]{8}-/);
    const forgotten = withoutTraces(trainings, document, { person: researcher.aadObjectId });
    assert.deepEqual([forgotten.records, forgotten.effects.filter(({ kind }) => kind === 'training.warn')], [[], []]);
  });
});
