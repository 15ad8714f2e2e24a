import assert from 'node:assert/strict';
import { readSettings } from '../../../sandbox/settings.ts';

describe('the settings of the sandbox', () => {
  it('are the documented ones where nothing is said', () => {
    const settings = readSettings({});

    assert.deepEqual(
      { ...settings, directory: settings.directory.split('/').at(-1) },
      {
        directory: '.sandbox',
        botPort: 3978,
        azurePort: 3980,
        playground: true,
        vmSeconds: 3,
        deploySeconds: 3,
        billing: undefined,
        auth: false,
        signIn: false,
        signInActivity: false,
        teamsLimits: true,
      },
    );
  });

  it('choose free ports for everything where one port is 0, but keep a port that is named', () => {
    const one = readSettings({ PORT: '0' });
    const other = readSettings({ SANDBOX_PORT: '0', PORT: '4000' });

    assert.deepEqual([one.botPort, one.azurePort], [0, 0]);
    assert.deepEqual([other.botPort, other.azurePort], [4000, 0]);
  });

  it('name every value that cannot be, at once', () => {
    const read = () =>
      readSettings({ PORT: 'x', SANDBOX_AUTH: 'yes', SANDBOX_VM_SECONDS: '-1', SANDBOX_PORT: '70000' });

    assert.throws(read, (error: Error) =>
      ['PORT must', 'SANDBOX_AUTH must', 'SANDBOX_VM_SECONDS must', 'SANDBOX_PORT must'].every((words) =>
        error.message.includes(words),
      ),
    );
  });
});
