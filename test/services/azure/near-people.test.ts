import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { State } from '../../../sandbox/azure/state.ts';
import { GraphGroups } from '../../../services/azure/groups.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

const names = ['Kim Smith', 'Karl Smithson', 'John Doe', 'Élodie Dubois', 'Bob Ray', 'Boris Roy', 'Maria Garcia-Lopez'];

describe('people who are called nearly as somebody wrote', () => {
  let world: World;
  let groups: GraphGroups;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labdesk-near-'));
    const state = new State(folder);
    for (const name of names) {
      const id = name.toLowerCase().replaceAll(' ', '.');
      state.data.people.push({ id, displayName: name, userPrincipalName: `${id}@x.example`, apps: [], more: {} });
    }
    state.save();
    world = await startWorld({ directory: folder });
    groups = new GraphGroups(new CachedTokens(world.credential), world.azure.origin);
  });
  beforeEach(async () => {
    await world.control('DELETE', '/requests');
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const searches = async () => ((await world.control('GET', '/requests?service=graph')).body as unknown[]).length;
  const found = async (text: string) => (await groups.search(text)).map(({ name }) => name);

  it('are found behind letters that changed places, are missing, too many or others, the nearest first', async () => {
    const table: [written: string, names: string[]][] = [
      ['Smtih', ['Kim Smith', 'Karl Smithson']],
      ['msith', ['Kim Smith', 'Karl Smithson']],
      ['Smtihson', ['Karl Smithson']],
      ['xsmith', ['Kim Smith', 'Karl Smithson']],
      ['aresearcher2@labdesk.example', ['Researcher 2', 'Researcher']],
      ['Jhon', ['John Doe']],
      ['Reseacher 2', ['Researcher 2']],
      ['Researhcer', ['Researcher', 'Researcher 2']],
      ['Reserrcher', ['Researcher', 'Researcher 2']],
      ['Ressearcher 2', ['Researcher 2']],
      ['Kim Xmith', ['Kim Smith']],
      ['Smyth, Kim', ['Kim Smith']],
      ['Elodie Dubios', ['Élodie Dubois']],
      ['Garzia Lopez', ['Maria Garcia-Lopez']],
      ['reseacher2@labdesk.example', ['Researcher 2', 'Researcher']],
      ['Bobs', ['Bob Ray']],
    ];
    for (const [written, expected] of table) assert.deepEqual(await found(written), expected, written);
  });

  it('say that they are, and nobody does whose name begins so', async () => {
    assert.deepEqual(
      (await groups.search('Smtih')).map(({ isNear }) => isNear),
      [true, true],
    );
    assert.deepEqual(
      (await groups.search('smith')).map(({ isNear }) => isNear),
      [undefined, undefined],
    );
  });

  it('take one more request at most, and none where somebody is called so or no word holds an error', async () => {
    const table: [written: string, requests: number][] = [
      ['smith', 1],
      ['Smtih', 2],
      ['Qwertzuiop', 2],
      ['Kim Xyzzy Foo Bar Baz', 2],
      ['Xy', 1],
      ['Bbo', 1],
    ];
    for (const [written, requests] of table) {
      await world.control('DELETE', '/requests');
      await found(written);
      assert.equal(await searches(), requests, written);
    }
  });

  it('are nobody where the name is another one, or nonsense', async () => {
    const nonsense = ['Qwertzuiop', 'Smrkt', 'Researcher 3', 'Kim Doe', 'Bbo', 'Borat Roy', 'smurf@x.example', 'Re Se'];
    for (const written of nonsense) assert.deepEqual(await found(written), [], written);
  });
});
