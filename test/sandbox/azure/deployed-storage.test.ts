import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fetch } from 'undici';
import { location, subscriptionId } from '../../../sandbox/seed.ts';
import { GrantedStorageTiers } from '../../../services/archives/granted-storage-tiers.ts';
import { AzureDeployments } from '../../../services/azure/deployments.ts';
import { AzureFiles } from '../../../services/azure/files.ts';
import { AzureStorageTiers } from '../../../services/azure/storage-tiers.ts';
import { AzureTeardown } from '../../../services/azure/teardown.ts';
import { SystemClock } from '../../../services/time/clock.ts';
import { sampleParameters } from '../../infra/sample-parameters.ts';
import { workspaceTemplate } from '../../infra/workspace-plan.ts';
import { type StorageWorld, sharedStorage } from '../../support/storage.ts';
import { eventually } from './world.ts';

const group = 'rg-deployed';
const closing = new URL('../../../infra/workspace/closing.json', import.meta.url);
const request = {
  name: 'labdesk-deployed-1',
  location,
  template: workspaceTemplate(),
  parameters: { ...sampleParameters, workspace: 'deployed' },
};

describe('storage that a deployment made', function () {
  this.timeout(90_000);
  let storage: StorageWorld;
  let blobs: { readonly public: string; readonly secure: string };

  before(async () => {
    storage = await sharedStorage();
    await deploy();
  });

  const subscription = () => ({
    ...{ credential: storage.world.credential, subscriptionId },
    endpoint: storage.world.azure.origin,
  });
  const signal = () => AbortSignal.timeout(30_000);
  const files = () => new AzureFiles(storage.world.credential);

  async function deploy(): Promise<void> {
    const deployments = new AzureDeployments(subscription());
    await deployments.begin(request);
    const progress = await eventually(
      () => deployments.poll(request.name),
      ({ state }) => state !== 'running',
    );
    assert.ok(progress.state === 'succeeded');
    const { publicStorage, secureStorage } = progress.outputs;
    const bare = (url: unknown) => String(url).replace(/\/$/, '');
    blobs = { public: bare(publicStorage), secure: bare(secureStorage) };
  }

  it('is where the outputs say, with the containers of the template', async () => {
    const inventory = await new AzureStorageTiers(storage.world.credential).inventory(blobs.secure, {
      signal: signal(),
    });

    assert.ok(blobs.secure.startsWith(`${storage.world.azure.blob}/deployedsec`));
    assert.deepEqual(
      inventory.map(({ container }) => container),
      ['approved', 'data', 'results'],
    );
    assert.deepEqual(await files().list(`${blobs.public}/ingress`), { files: [] });
  });

  it('takes files, scans them, and gives links to them', async () => {
    const upload = await fetch(`${blobs.secure}/data/table.csv`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${(await storage.world.credential.getToken('https://storage.azure.com/.default')).token}`,
        ...{ 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2025-05-05' },
      },
      body: 'patient,age\n',
    });
    const file = { container: `${blobs.secure}/data`, path: 'table.csv' };
    const found = await eventually(
      () => files().look(file),
      (look) => look?.scan === 'clean',
    );
    const link = await files().readLink({ file, fileName: 'table.csv', minutes: 5 });

    assert.equal(upload.status, 201);
    assert.equal(found?.bytes, 12);
    assert.equal(await (await fetch(link)).text(), 'patient,age\n');
  });

  it('has no archive tier, since it stands in three zones', async () => {
    const page = await new AzureStorageTiers(storage.world.credential).set(blobs.secure, 'archive', {
      signal: signal(),
    });

    assert.equal(page.tier, 'Cold');
  });

  it('is opened to Labdesk where it must write there to close the workspace', async () => {
    const tiers = new GrantedStorageTiers({
      ...{ tiers: new AzureStorageTiers(storage.world.credential), deployments: new AzureDeployments(subscription()) },
      ...{ clock: new SystemClock(), zone: { location, parameters: sampleParameters } },
      template: JSON.parse(readFileSync(closing, 'utf8')),
      workspaces: { all: async () => [{ id: 'deployed', resourceGroup: group, storage: blobs }] },
    });
    await storage.fault({ path: 'comp=tier', status: 403, times: 2 });

    await assert.rejects(tiers.set(blobs.secure, 'hot', { signal: signal() }), { code: 'busy' });
    await assert.rejects(tiers.set(blobs.secure, 'hot', { signal: signal() }), { code: 'busy' });
    const page = await tiers.set(blobs.secure, 'hot', { signal: signal() });

    assert.deepEqual([page.blobs, page.tier], [1, 'Hot']);
    const path = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Resources/deployments/labdesk-files`;
    const { body } = await storage.world.call('GET', `${path}?api-version=2025-04-01`, {
      as: 'https://management.azure.com',
    });
    assert.equal(body.properties.parameters.labdeskPrincipalId.value, sampleParameters.labdeskPrincipalId);
  });

  it('goes with its group, and comes anew without its files', async () => {
    const teardown = new AzureTeardown(subscription());
    await teardown.begin(group);
    await eventually(
      () => teardown.isGone(group),
      (isGone) => isGone,
    );
    await deploy();

    assert.deepEqual(await files().list(`${blobs.secure}/data`), { files: [] });
  });
});
