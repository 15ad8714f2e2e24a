import assert from 'node:assert/strict';
import { clientId, people } from '../../../sandbox/seed.ts';
import { GraphAppInstaller } from '../../../services/azure/app-install.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

const { researcher, owner } = people;

describe('GraphAppInstaller', () => {
  let world: World;

  before(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const installer = (externalId: string = clientId) =>
    new GraphAppInstaller(new CachedTokens(world.credential), world.azure.origin, externalId);
  const fault = (more: object) => world.control('POST', '/faults', { service: 'graph', ...more });

  it('installs the app of the catalogue and says in which chat it speaks, and again where it is installed', async () => {
    const apps = installer();

    const chat = await apps.install(researcher.aadObjectId);
    assert.match(chat ?? '', new RegExp(`^19:${researcher.aadObjectId}_`));
    assert.equal(await apps.install(researcher.aadObjectId), chat);
    const calls = (await world.control('GET', '/requests?service=graph')).body as { path: string }[];
    assert.equal(calls.filter(({ path }) => path.includes('appCatalogs')).length, 1);
  });

  it('installs nothing where the catalogue does not have the app, or it may not, or nobody is there', async () => {
    assert.equal(await installer('00000000-0000-4000-8000-000000000000').install(owner.aadObjectId), undefined);
    assert.equal(await installer().install('97d48953-0000-4ea6-86c6-000000000000'), undefined);
    await fault({ status: 403, path: 'installedApps', times: 1 });
    assert.equal(await installer().install(owner.aadObjectId), undefined);
  });

  it('leaves to the next attempt what may pass', async () => {
    await fault({ status: 503, path: 'installedApps', times: 1 });
    await assert.rejects(installer().install(owner.aadObjectId), { name: 'WorkspaceError', code: 'unavailable' });
    await fault({ status: 429, path: 'appCatalogs', times: 1, retryAfter: 9 });
    await assert.rejects(installer().install(owner.aadObjectId), { code: 'throttled', retryAfterSeconds: 9 });
  });
});
