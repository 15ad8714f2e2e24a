import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { fillPlaceholders, makeAppPackage } from '../../scripts/app-package/app-package.ts';
import { readManifest } from '../../scripts/app-package/manifest-file.ts';
import { schemaProblems } from '../../scripts/app-package/manifest-schema.ts';
import { readPackageSettings } from '../../scripts/app-package/settings.ts';

const run = promisify(execFile);
const script = new URL('../../scripts/package.ts', import.meta.url).pathname;
const appId = '22222222-aaaa-4222-8222-222222222222';
/** Nothing of ours but what Node keeps of compiled code. */
const { NODE_COMPILE_CACHE } = process.env;
const node = { NODE_COMPILE_CACHE };
const installation = { MICROSOFT_APP_ID: appId, PUBLIC_URL: 'https://desk.example.org/lab' };

describe('The Teams app package', () => {
  let directory = '';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'labdesk-package-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it("holds a manifest that is valid by Teams' schema and the two icons, and nothing else", async () => {
    const { placeholders, missing } = readPackageSettings(installation, '1.2.3');
    const files = unzipSync(await makeAppPackage(await readManifest(), placeholders));
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'manifest.json', 'outline.png']);
    const manifest = JSON.parse(strFromU8(files['manifest.json']!));
    assert.deepEqual(schemaProblems(manifest), []);
    assert.deepEqual(missing, []);
    assert.equal(manifest.version, '1.2.3');
    assert.equal(manifest.id, appId);
    assert.equal(manifest.bots[0].botId, appId);
    assert.equal(manifest.composeExtensions[0].botId, appId);
    assert.deepEqual(manifest.bots[0].scopes, ['personal', 'groupChat', 'team']);
    assert.deepEqual(manifest.validDomains, ['desk.example.org']);
    assert.equal(manifest.developer.privacyUrl, 'https://desk.example.org/lab');
    assert.doesNotMatch(JSON.stringify(manifest), /\$\{\{/);
  });

  it('has the same bytes wherever it is made', async () => {
    const made = ['Asia/Tokyo', 'America/Los_Angeles'].map(async (zone) => {
      const file = join(directory, `${zone.replace('/', '-')}.zip`);
      await run(process.execPath, [script, file], { env: { ...node, ...installation, TZ: zone } });
      return await readFile(file, 'base64');
    });
    assert.equal(new Set(await Promise.all(made)).size, 1);
  });

  it('can be made before the installation is known, and says what is missing', async () => {
    const { stdout } = await run(process.execPath, [script, join(directory, 'labdesk.zip')], { env: node });
    assert.match(stdout, /valid by Teams' schema 1\.29/);
    assert.match(stdout, /stand-ins for MICROSOFT_APP_ID and PUBLIC_URL: set them/);
  });

  it('is not made of malformed values, which are named all at once', async () => {
    const env = {
      ...node,
      MICROSOFT_APP_ID: 'labdesk',
      PUBLIC_URL: 'http://desk.example.org',
      DEVELOPER_NAME: 'd'.repeat(33),
    };
    const failure = await run(process.execPath, [script, join(directory, 'labdesk.zip')], { env }).catch((e) => e);
    assert.equal(failure.code, 1);
    assert.match(
      failure.stderr,
      /- MICROSOFT_APP_ID must be a UUID\n- PUBLIC_URL must be an https URL\n- DEVELOPER_NAME/,
    );
    await assert.rejects(readFile(join(directory, 'labdesk.zip')));
  });

  it("is not made of a manifest that Teams' schema refuses", async () => {
    const { placeholders } = readPackageSettings(installation, '1.2.3');
    const manifest = { ...(await readManifest()), packageName: 'org.example.labdesk', accentColor: 'teal' };
    await assert.rejects(
      makeAppPackage(manifest, placeholders),
      /additional properties: packageName[\s\S]*accentColor/,
    );
  });

  it('says which placeholder has no value', async () => {
    assert.throws(() => fillPlaceholders({ ...manifestOf('${{COLOUR}}') }, {}), /asks for COLOUR, which has no value/);
    assert.equal(fillPlaceholders(manifestOf('${{NAME}}'), { NAME: 'a "b" \\ $& c' }).name, 'a "b" \\ $& c');
  });
});

function manifestOf(name: string) {
  return {
    name,
    bots: [{ commandLists: [] }] as const,
    composeExtensions: [{ botId: '', commands: [] }] as const,
    icons: { color: '', outline: '' },
  };
}
