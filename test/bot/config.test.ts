import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ConfigError, configKeys, credentialSettings, loadConfig } from '../../bot/config.ts';

type Environment = Record<string, string>;

const production: Environment = {
  PUBLIC_URL: 'https://labdesk.example',
  MICROSOFT_APP_ID: '832cc727-9661-4ca9-a837-ffedefe3fc55',
  TENANT_ID: '04eaba7d-6728-4e5b-9300-5ae9a5c128e6',
  SUBSCRIPTION_ID: '44dd23b9-f75b-4a8f-a98a-e54df0e14874',
  CREDENTIAL: 'managed-identity',
  REVIEWERS_GROUP_ID: '04f73be4-fd7f-4abd-a47b-1c43526e0784',
  ADMINS_GROUP_ID: '8dfd4041-7a64-4a8b-992d-294b3b5f7bee',
  QUEUE_URL: 'https://platform.queue.core.windows.net/labdesk-effects',
  LEDGER_URL: 'https://platform.blob.core.windows.net/labdesk-ledger',
  LEDGER_KEY_URL: 'https://vault.vault.azure.net/keys/ledger',
};

const sandbox: Environment = {
  ...production,
  LABDESK_MODE: 'sandbox',
  PUBLIC_URL: 'http://127.0.0.1:3978',
  LOGIN_ENDPOINT: 'https://127.0.0.1:3980',
  ARM_ENDPOINT: 'https://127.0.0.1:3980',
  GRAPH_ENDPOINT: 'https://127.0.0.1:3980',
  PRICES_ENDPOINT: 'https://127.0.0.1:3980',
  METRICS_ENDPOINT: 'https://127.0.0.1:3980',
};

/** The lines of the complaint, without what stands around them. */
function problems(environment: Environment): string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message.split('\n').flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));
  }
}

describe('the configuration', () => {
  it('names everything that is missing at once', () => {
    assert.deepEqual(
      problems({}),
      Object.keys(production)
        .sort()
        .map((key) => `${key} is missing`),
    );
  });

  it('takes a blank value for none', () => {
    for (const key of Object.keys(production))
      assert.deepEqual(problems({ ...production, [key]: ' \t' }), [`${key} is missing`]);
  });

  it('fills in what may be left out', () => {
    const config = loadConfig(production);

    assert.deepEqual(
      [config.LABDESK_MODE, config.HOST, config.PORT, config.STORE, config.LOG_LEVEL],
      ['production', '0.0.0.0', 3978, 'sqlite', 'info'],
    );
    assert.ok(config.SERVICE_URL_HOSTS.includes('smba.trafficmanager.net'));
  });

  it('refuses in production what only the sandbox may set', () => {
    const keys = Object.keys(sandbox).filter((key) => !(key in production) && key !== 'LABDESK_MODE');
    const all = [...keys, 'COSMOS_KEY', 'OPENID_METADATA_URL', 'SANDBOX_AUTH', 'SANDBOX_SIGN_IN'];

    for (const key of all)
      assert.deepEqual(problems({ ...production, [key]: 'https://127.0.0.1:1' }), [`${key} is for the sandbox only`]);
  });

  it('lets production be reached by https alone, and keeps the sandbox on loopback', () => {
    assert.deepEqual(problems({ ...production, PUBLIC_URL: 'http://labdesk.example' }), [
      'PUBLIC_URL must be an https URL',
    ]);
    assert.deepEqual(problems({ ...production, QUEUE_URL: 'http://queue.example/q' }), [
      'QUEUE_URL must be an https URL',
    ]);
    assert.equal(loadConfig(sandbox).HOST, '127.0.0.1');
    assert.match(problems({ ...sandbox, HOST: '0.0.0.0' })[0] ?? '', /^HOST /);
  });

  it('asks for what another value makes necessary', () => {
    const table: [Environment, string][] = [
      [{ CREDENTIAL: 'secret' }, 'CLIENT_SECRET is missing'],
      [{ CREDENTIAL: 'certificate' }, 'CERTIFICATE_PATH is missing'],
      [{ CREDENTIAL: 'federated' }, 'FEDERATED_TOKEN_FILE is missing'],
      [{ STORE: 'cosmos' }, 'COSMOS_ENDPOINT is missing'],
    ];
    for (const [more, problem] of table) assert.deepEqual(problems({ ...production, ...more }), [problem]);
    assert.deepEqual(problems({ ...sandbox, SANDBOX_AUTH: 'on' }), ['OPENID_METADATA_URL is missing']);
  });

  it('signs the ledger with a key of Key Vault or with files, and needs one of them', () => {
    assert.deepEqual(problems({ ...production, LEDGER_KEY_URL: '', LEDGER_KEY_DIRECTORY: '/keys' }), []);
    assert.deepEqual(problems({ ...production, LEDGER_KEY_URL: '' }), ['LEDGER_KEY_URL is missing']);
  });

  it('knows time zones by their names', () => {
    assert.equal(loadConfig(production).TIME_ZONE, 'UTC');
    assert.equal(loadConfig({ ...production, TIME_ZONE: 'Europe/Berlin' }).TIME_ZONE, 'Europe/Berlin');
    assert.match(problems({ ...production, TIME_ZONE: 'Middle Earth' })[0] ?? '', /^TIME_ZONE must be a time zone/);
  });

  it('complains of a malformed value by its key, never by the value', () => {
    const secret = 'not-for-the-log-4711';
    for (const key of configKeys) {
      const lines = problems({ ...sandbox, [key]: secret });
      assert.ok(lines.length <= 1 || key === 'LABDESK_MODE', lines.join());
      assert.ok(!lines.join().includes(secret), lines.join());
    }
    assert.deepEqual(problems({ ...production, TENANT_ID: 'common' }), ['TENANT_ID must be a UUID']);
    assert.match(problems({ ...production, LABDESK_MODE: 'test' })[0] ?? '', /^LABDESK_MODE /);
  });

  it('says how the app proves who it is', () => {
    const of = (more: Environment) => credentialSettings(loadConfig({ ...production, ...more }));
    const who = { tenantId: production.TENANT_ID, clientId: production.MICROSOFT_APP_ID, authorityHost: undefined };

    assert.deepEqual(of({}), { ...who, kind: 'managed-identity' });
    assert.deepEqual(of({ CREDENTIAL: 'secret', CLIENT_SECRET: 's' }), { ...who, kind: 'secret', secret: 's' });
    assert.deepEqual(of({ CREDENTIAL: 'federated', FEDERATED_TOKEN_FILE: '/t' }), {
      ...who,
      kind: 'federated',
      tokenFile: '/t',
    });
    assert.deepEqual(of({ CREDENTIAL: 'certificate', CERTIFICATE_PATH: '/c' }), {
      ...who,
      kind: 'certificate',
      certificatePath: '/c',
    });
  });

  it('keeps the process from starting where it is incomplete: code 78, every key, no stack', async () => {
    const entry = fileURLToPath(new URL('../../bot/index.ts', import.meta.url));
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const bot = spawn(process.execPath, [entry], {
      env: { PATH, NODE_COMPILE_CACHE },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said, complained, [code]] = await Promise.all([text(bot.stdout), text(bot.stderr), once(bot, 'exit')]);

    assert.equal(code, 78);
    assert.equal(said, '');
    for (const key of Object.keys(production)) assert.match(complained, new RegExp(`^- ${key} is missing$`, 'm'));
    assert.doesNotMatch(complained, /^\s+at /m);
  });
});
