import assert from 'node:assert/strict';
import { Nameables } from '../../../bot/understanding/nameables.ts';
import { Vocabularies } from '../../../bot/understanding/vocabularies.ts';
import { dataContainer } from '../../../services/files/files.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const storage = { public: 'https://stpublic.example', secure: 'https://stsecure.example' };
const trials = workspace('trials', { storage });
const member = () => caller(researcher, { oncology: 'member', trials: 'member' });
const chief = caller(admin, {}, { admin: true });

describe('the names that a sentence may speak of', () => {
  let world: MachineWorld;
  let vocabularies: Vocabularies;

  beforeEach(async () => {
    world = await MachineWorld.start();
    await world.workspaces.register([trials]);
    vocabularies = new Vocabularies(world, new Nameables(world));
    world.directory.member('group-trials', 'Ann Quist');
    world.blobs.put(dataContainer(trials), 'results.csv');
  });
  afterEach(() => world.stop());

  /** What is heard of in the background is heard. */
  const heard = async () => {
    await vocabularies.of(member(), '');
    await world.files.list(member(), trials);
    await world.clock.advance(1);
    return await vocabularies.of(member(), '');
  };

  it('are those of the caller’s workspaces: machines, people, files', async () => {
    const { machines, people, files, workspaces } = await heard();

    assert.deepEqual(machines.map(({ name }) => name).sort(), ['onc-python', 'onc-r']);
    assert.deepEqual(workspaces.map(({ id }) => id).sort(), ['oncology', 'trials']);
    assert.deepEqual(
      people.map(({ name }) => name).sort(),
      [researcher.aadObjectId, owner.aadObjectId, 'Ann Quist'].sort(),
    );
    assert.deepEqual(files, ['results.csv']);
  });

  it('are nobody’s people and files where one only looks after the place', async () => {
    await heard();
    const { machines, people, files } = await vocabularies.of(chief, 'remove somebody');

    assert.equal(machines.length, 3);
    assert.deepEqual([people, files], [[], []]);
    assert.ok((await vocabularies.of(chief, '')).workspaces.some(({ name }) => name === 'Admin desk'));
    assert.ok(!(await heard()).workspaces.some(({ name }) => name === 'Admin desk'));
  });

  it('are people of other workspaces that the sentence names, for those who may see them', async () => {
    const said = 'remove somebody from Oncology';
    const { people, files } = await vocabularies.of(chief, said);
    assert.deepEqual(people.map(({ name }) => name).sort(), [researcher.aadObjectId, owner.aadObjectId].sort());
    assert.deepEqual(files, []);
    assert.deepEqual((await vocabularies.of(chief, 'who is in trials')).people.length, 1);

    const reviewer = caller(admin, {}, { reviewer: true });
    assert.deepEqual((await vocabularies.of(reviewer, said)).people, []);
    assert.deepEqual((await vocabularies.of(caller(admin, {}), said)).people, []);
  });

  it('stay the same arrays while nothing changes, and for others of the same workspaces', async () => {
    const first = await heard();
    const other = caller({ aadObjectId: 'other', name: 'Other' }, { oncology: 'member', trials: 'member' });

    assert.equal(await vocabularies.of(other, ''), first);
    await world.clock.advance(3_600);
    await vocabularies.of(member(), '');
    await world.files.list(member(), trials);
    await world.clock.advance(1);
    const later = await vocabularies.of(member(), '');
    assert.equal(later.people, first.people);
    assert.equal(later.files, first.files);
    world.blobs.put(dataContainer(trials), 'cohort.csv');
    await world.clock.advance(60);
    await world.files.list(member(), trials);
    const newer = await vocabularies.of(member(), '');
    assert.deepEqual(newer.files, ['cohort.csv', 'results.csv']);
    assert.equal(newer.people, first.people);
  });

  it('are as last heard of while the directory does not answer, and nobody waits for it', async () => {
    const first = await heard();
    world.directory.isDown = true;
    await world.clock.advance(3_600);
    const asked = world.directory.asked;

    assert.equal((await vocabularies.of(member(), '')).people, first.people);
    await vocabularies.of(member(), '');
    await world.clock.advance(1);
    assert.equal((await vocabularies.of(member(), '')).people, first.people);
    assert.equal(world.directory.asked - asked, 2, 'once for each workspace');
  });
});
