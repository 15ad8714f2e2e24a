import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { author, FileLinkWorld, sha256, workspace } from '../../support/file-link-world.ts';
import { caller, owner, researcher } from '../../support/machine-samples.ts';

const minute = 60;

describe('FileLinks', () => {
  let world: FileLinkWorld;

  beforeEach(async () => {
    world = await FileLinkWorld.start();
  });

  const use = (token: string) => world.fileLinks.use(token);
  const documents = () => JSON.stringify(world.store.all());
  const firstToken = async (minutes?: number) => (await world.open(minutes)).links[0]!.token;

  it('give one address a file, of what was released and for five minutes', async () => {
    const { links, validUntil } = await world.open();

    assert.deepEqual(
      links.map(({ path, bytes }) => [path, bytes]),
      [
        ['results.csv', 11],
        ['figures/figure 1.png', 20],
      ],
    );
    assert.equal(validUntil.toISOString(), '2026-03-02T10:00:00.000Z');
    assert.match(await use(links[1]!.token), /^https:\/\/pub\.example\/release-oncology-42\/figures/);
    assert.deepEqual(world.client.links, [
      {
        file: { container: 'https://pub.example/release-oncology-42', path: 'figures/figure 1.png' },
        fileName: 'figure 1.png',
        minutes: 5,
        addresses: '203.0.113.0-203.0.113.255',
      },
    ]);
  });

  it('last an hour, a day at most, and never longer than the access', async () => {
    const hours = async (minutes?: number) => {
      const { validUntil } = await world.open(minutes);
      return (validUntil.getTime() - world.clock.now().getTime()) / 3_600_000;
    };
    assert.deepEqual([await hours(), await hours(120), await hours(100_000), await hours(0)], [1, 2, 24, 1 / 60]);
    await world.put({ accessUntil: new Date(world.clock.now().getTime() + 1_800_000).toISOString() });
    assert.equal(await hours(), 0.5);
  });

  it('are on record before an address is made: who, which request, which file, and nothing of names', async () => {
    const token = await firstToken();
    world.client.fail('link', new WorkspaceError('unavailable', 'No.'));

    await assert.rejects(use(token), { code: 'unavailable' });

    const { link } = (await world.fileLinks.look(token))!;
    assert.deepEqual(
      link.history.map(({ what, by, via, detail }) => [what, by.roles, via, detail]),
      [
        [
          'link.open',
          ['member'],
          'chat',
          { request: 'oncology-42', file: sha256('results.csv'), until: '2026-03-02T10:00:00.000Z' },
        ],
        ['file.link', ['member'], 'page', { request: 'oncology-42', file: sha256('results.csv') }],
      ],
    );
    assert.equal(link.uses, 1);
    assert.doesNotMatch(JSON.stringify(link), /results\.csv/);
  });

  it('make no address where the use cannot be put on record', async () => {
    const token = await firstToken();
    world.store.replace = async () => {
      throw new WorkspaceError('unavailable', 'The store does not answer.');
    };

    await assert.rejects(use(token), { code: 'unavailable' });

    assert.deepEqual(world.client.links, []);
  });

  it('keep neither token nor address anywhere', async () => {
    const token = await firstToken();
    const address = await use(token);

    assert.ok(!documents().includes(token));
    assert.ok(!documents().includes(new URL(address).search.slice(5)));
  });

  it('work ten times, also where everybody presses at once', async () => {
    const token = await firstToken();

    const pressed = Promise.allSettled(Array.from({ length: 25 }, () => use(token)));
    await world.clock.advance(minute);

    const refused = (await pressed).filter(({ status }) => status === 'rejected');
    const { link, state } = (await world.fileLinks.look(token))!;
    assert.equal(link.uses, world.client.links.length);
    assert.ok(link.uses <= 10 && refused.length >= 15);
    while ((await world.fileLinks.look(token))?.state === 'open') await use(token);
    assert.equal(world.client.links.length, 10);
    await assert.rejects(use(token), { code: 'conflict', message: /expired or was used up/ });
    assert.ok(state);
  });

  it('end with their time', async () => {
    const token = await firstToken(5);
    await world.clock.advance(5 * minute - 1);
    await use(token);
    await world.clock.advance(1);

    assert.equal((await world.fileLinks.look(token))?.state, 'expired');
    await assert.rejects(use(token), { code: 'conflict' });
  });

  it('end with the request: revoked, expired, or past its time', async () => {
    const token = await firstToken();
    for (const state of ['revoked', 'expired', 'approving', 'in_review', 'denied'] as const) {
      await world.put({ state });
      await assert.rejects(use(token), { code: 'conflict', message: /not released/ }, state);
    }
    await world.put({ state: 'approved', accessUntil: world.clock.now().toISOString() });
    await assert.rejects(use(token), { code: 'conflict' });
    assert.deepEqual(world.client.links, []);
    assert.equal((await world.fileLinks.look(token))?.link.uses, 0);
  });

  it('end with the membership, which is asked live', async () => {
    const token = await firstToken();
    await use(token);
    world.directory.leave(workspace.groupId, researcher.aadObjectId);

    await assert.rejects(use(token), { code: 'not-found', message: /no such link/ });
  });

  it('give nothing while the directory does not answer', async () => {
    const token = await firstToken();
    world.directory.isDown = true;

    await assert.rejects(use(token), { code: 'unavailable' });

    assert.equal((await world.fileLinks.look(token))?.link.uses, 0);
  });

  it('are made for the author alone, and for what was approved for download', async () => {
    await assert.rejects(world.open(60, caller(owner, { oncology: 'owner' })), { code: 'forbidden' });
    for (const more of [{ state: 'in_review' }, { state: 'revoked' }, { use: 'machines' }] as const) {
      await world.put({ state: 'approved', use: 'download', ...more });
      await assert.rejects(world.open(), { code: 'conflict' }, JSON.stringify(more));
    }
  });

  it('give nothing that is another file by now', async () => {
    const token = await firstToken();
    const { files } = await world.request();
    await world.put({ files: [{ ...files[0]!, sha256: sha256('other') }, files[1]!] });

    await assert.rejects(use(token), { code: 'conflict' });
  });

  it('know nothing of a link that never was', async () => {
    for (const token of ['', 'x', 'a'.repeat(32), '../system', 'é'.repeat(5000)]) {
      assert.equal(await world.fileLinks.look(token), undefined);
      await assert.rejects(use(token), { code: 'not-found' });
    }
  });

  it('serve a request of many files', async () => {
    const one = (await world.request()).files[0]!;
    await world.put({ files: Array.from({ length: 50 }, (_, index) => ({ ...one, path: `${index}.csv` })) });

    const { links } = await world.open();

    assert.deepEqual([links[49]?.path, new Set(links.map(({ token }) => token)).size], ['49.csv', 50]);
    const named = await world.fileLinks.fileName((await world.fileLinks.look(links[49]!.token))!.link);
    assert.equal(named, '49.csv');
    assert.equal(author.aadObjectId, researcher.aadObjectId);
  });
});
