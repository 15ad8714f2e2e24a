import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import {
  approvedContainer,
  dataContainer,
  decodeChoices,
  encodeChoice,
  Files,
  releaseContainer,
} from '../../../services/files/files.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';
import { caller, owner, researcher, workspace as workspaceOf } from '../../support/machine-samples.ts';
import { SimulatedFiles } from '../../support/simulated-files.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const storage = { public: 'https://pub.example', secure: 'https://sec.example' };
const workspace = workspaceOf('oncology', { storage });
const member = caller(researcher, { oncology: 'member' });
const data = dataContainer(workspace);

describe('Files', () => {
  let clock: SimulatedClock;
  let client: SimulatedFiles;
  let files: Files;

  beforeEach(() => {
    clock = new SimulatedClock();
    client = new SimulatedFiles();
    files = new Files(client, clock);
    for (const path of ['results.csv', 'cohort.csv', 'figures/figure10.png', 'figures/figure2.png', 'old/results.csv'])
      client.put(data, path);
  });

  const paths = async (query = {}) => (await files.list(member, workspace, query)).files.map(({ path }) => path);

  it('knows where data, what was approved and what was released stand', () => {
    assert.equal(data, 'https://sec.example/data');
    assert.equal(approvedContainer(workspace), 'https://sec.example/approved');
    assert.equal(releaseContainer(workspace, 'oncology-42'), 'https://pub.example/release-oncology-42');
    assert.throws(() => dataContainer(workspaceOf('bare')), { code: 'not-found', message: /^Bare has no storage/ });
  });

  it('lists by folder and name, with numbers in the order of numbers, and says what the folders hold', async () => {
    const listed = await files.list(member, workspace);

    assert.deepEqual(await paths(), [
      'cohort.csv',
      'results.csv',
      'figures/figure2.png',
      'figures/figure10.png',
      'old/results.csv',
    ]);
    assert.deepEqual(listed.folders[1], { path: 'figures/', files: 2, bytes: 39 });
    assert.deepEqual([listed.total, listed.page, listed.pages, listed.age, listed.isCut], [5, 0, 1, 0, false]);
  });

  it('is for members alone, and nobody outside learns that the workspace is there', async () => {
    await assert.rejects(files.list(caller(owner), workspace), { code: 'not-found', message: /no workspace/ });
    await assert.rejects(files.list(caller(owner, {}, { admin: true }), workspace), { code: 'forbidden' });
    assert.deepEqual(client.calls, []);
  });

  it('finds by all the words, in whatever letter case and writing of an accent', async () => {
    client.put(data, 'Zu\u0308rich/Bericht Mai.docx');

    assert.deepEqual(await paths({ search: 'FIGURE 10' }), ['figures/figure10.png']);
    assert.deepEqual(await paths({ search: 'mai z\u00fcrich' }), ['Zu\u0308rich/Bericht Mai.docx']);
    assert.deepEqual(await paths({ search: 'figure cohort' }), []);
  });

  it('turns pages of twenty, and a page that is not there is the last', async () => {
    for (let index = 1; index <= 95; index += 1) client.put(data, `many/${index}.csv`);

    const last = await files.list(member, workspace, { search: 'many', page: 99 });

    assert.deepEqual([last.page, last.pages, last.total, last.files.length], [4, 5, 95, 15]);
    assert.deepEqual(await paths({ search: 'many', page: 1, size: 3 }), ['many/4.csv', 'many/5.csv', 'many/6.csv']);
    assert.deepEqual((await files.list(member, workspace, { search: 'none' })).pages, 1);
  });

  it('asks once for all who look at the same time, and again after 15 seconds', async () => {
    await Promise.all(Array.from({ length: 20 }, () => files.list(member, workspace)));
    await clock.advance(14);
    const { age } = await files.list(member, workspace);

    assert.deepEqual([client.count('list'), age], [1, 14]);
    await clock.advance(1);
    await files.list(member, workspace);
    assert.equal(client.count('list'), 2);
  });

  it('asks again where the storage did not answer', async () => {
    client.fail('list', new WorkspaceError('unavailable', 'No.'));

    await assert.rejects(files.list(member, workspace), { code: 'unavailable' });

    assert.equal((await paths()).length, 5);
  });

  it('shows nothing where nobody has put anything yet', async () => {
    const empty = workspaceOf('oncology', { storage: { ...storage, secure: 'https://new.example' } });

    assert.deepEqual((await files.list(member, empty)).total, 0);
  });

  it('stays usable with 10,000 files, and says so where there are more than 50,000', async () => {
    for (let index = 0; index < 10_000; index += 1) client.put(data, `scans/patient ${index % 100}/${index}.dcm`);
    await files.list(member, workspace);
    const milliseconds = await cpuMsOf(async () => {
      const found = await files.list(member, workspace, { search: 'patient 7/ 9907' });
      assert.deepEqual(
        found.files.map(({ path }) => path),
        ['scans/patient 7/9907.dcm'],
      );
    });
    assert.ok(milliseconds < 250, `${milliseconds} ms`);

    for (let index = 0; index < 41_000; index += 1) client.put(data, `more/${index}.dcm`);
    await clock.advance(60);
    const cut = await files.list(member, workspace);
    assert.deepEqual([cut.total, cut.isCut], [50_000, true]);
  });

  it('knows the paths it heard of last without asking anybody', async () => {
    assert.deepEqual(files.knownPaths(workspace), []);
    assert.deepEqual(files.knownPaths(workspaceOf('bare')), []);
    await files.list(member, workspace);
    await clock.advance(86_400);

    assert.equal(files.knownPaths(workspace).length, 5);
    assert.equal(client.count('list'), 1);
  });

  describe('resolve', () => {
    const resolved = async (...said: string[]) => {
      const { files: found, unknown } = await files.resolve(workspace, said);
      return { found: found.map(({ path }) => path), unknown };
    };

    it('takes paths, names that one file has, folders and patterns, however they are written', async () => {
      const table: [string, string[]][] = [
        ['results.csv', ['results.csv']],
        ['Cohort.CSV', ['cohort.csv']],
        ['/cohort.csv', ['cohort.csv']],
        ['./old/results.csv', ['old/results.csv']],
        ['figure2.png', ['figures/figure2.png']],
        ['figures/', ['figures/figure2.png', 'figures/figure10.png']],
        ['Figures', ['figures/figure2.png', 'figures/figure10.png']],
        ['*.csv', ['cohort.csv', 'results.csv', 'old/results.csv']],
        ['figures/*1*.png', ['figures/figure10.png']],
        ['old/*', ['old/results.csv']],
      ];
      for (const [said, found] of table) assert.deepEqual(await resolved(said), { found, unknown: [] }, said);
    });

    it('names a file once, however often it is meant', async () => {
      const { found } = await resolved('results.csv', '*.csv', 'RESULTS.csv', 'old');

      assert.deepEqual(found, ['results.csv', 'cohort.csv', 'old/results.csv']);
    });

    it('says what it does not know, and what could have been meant', async () => {
      client.put(data, 'new/summary.csv');
      client.put(data, 'old/summary.csv');
      const {
        files: found,
        unknown,
        near,
      } = await files.resolve(workspace, ['summary.csv', 'chort.csv', 'moon', '*.doc', '']);

      assert.deepEqual(found, []);
      assert.deepEqual(unknown, ['summary.csv', 'chort.csv', 'moon', '*.doc', '']);
      assert.deepEqual(near['summary.csv'], ['new/summary.csv', 'old/summary.csv']);
      assert.deepEqual(near['chort.csv'], ['cohort.csv']);
      assert.deepEqual([near.moon, near['*.doc']], [[], []]);
    });

    it('keeps apart files that only letter case keeps apart', async () => {
      client.put(data, 'RESULTS.csv');

      assert.deepEqual(await resolved('RESULTS.csv'), { found: ['RESULTS.csv'], unknown: [] });
      assert.deepEqual(await resolved('Results.csv'), { found: [], unknown: ['Results.csv'] });
    });

    it('does not take a folder for another of the same name somewhere else', async () => {
      client.put(data, 'a/raw/1.csv');
      client.put(data, 'b/raw/2.csv');

      assert.deepEqual(await resolved('raw'), { found: [], unknown: ['raw'] });
      assert.deepEqual(await resolved('a/raw'), { found: ['a/raw/1.csv'], unknown: [] });
    });

    it('answers with files as they are now, whatever was listed before', async () => {
      await files.list(member, workspace);
      const { etag } = client.put(data, 'results.csv', 'other content');
      client.put(data, 'figures/figure3.png');
      client.remove({ container: data, path: 'cohort.csv' });

      const { files: found } = await files.resolve(workspace, ['results.csv']);
      assert.equal(found[0]?.etag, etag);
      assert.equal('scan' in found[0], false);
      assert.deepEqual(await resolved('cohort.csv'), { found: [], unknown: ['cohort.csv'] });
      assert.deepEqual((await resolved('figures')).found.length, 3);
    });

    it('asks nobody about nothing', async () => {
      assert.deepEqual(await files.resolve(workspace, []), { files: [], unknown: [], near: {} });
      assert.deepEqual(client.calls, []);
    });
  });

  it('keeps names with commas whole where several are chosen', () => {
    const names = ['results.csv', 'a,b.csv', '100%.csv', '50%2C.csv', ',', '%', '%25,%2C', 'Zürich ü.csv', ' a b%20c '];

    assert.deepEqual(decodeChoices(names.map(encodeChoice).join(',').trim()), names);
    assert.equal(encodeChoice('figures/figure 1.png'), 'figures/figure 1.png');
    assert.deepEqual([decodeChoices(''), decodeChoices('a,,b')], [[], ['a', 'b']]);
  });
});
