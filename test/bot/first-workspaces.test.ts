import assert from 'node:assert/strict';
import { parseWorkspaces } from '../../bot/first-workspaces.ts';

const least = { id: 'oncology', name: 'Oncology', resourceGroup: 'rg-oncology', groupId: 'group' };
const storage = { public: 'https://pub.blob.core.windows.net', secure: 'https://sec.blob.core.windows.net' };

function parsed(more: object) {
  return parseWorkspaces(JSON.stringify([{ ...least, ...more }]))[0];
}

describe('the list of the first workspaces', () => {
  it('needs no more than names, and opens nothing by itself', () => {
    const desktop = { entraSignIn: true, clipboard: false, drives: false, printers: false };
    assert.deepEqual(parsed({}), { ...least, desktop });
  });

  it('says where the files are, how requests are decided, and which channel the workspace has', () => {
    const requests = { deputy: 'somebody', accessDays: 14, downloadAddresses: '203.0.113.0-203.0.113.255' };
    const channel = { conversationId: '19:x@thread.tacv2', serviceUrl: 'https://smba.trafficmanager.net/emea/' };

    const workspace = parsed({ storage: { ...storage, public: `${storage.public}/` }, requests, channel });

    assert.deepEqual([workspace?.storage, workspace?.requests, workspace?.channel], [storage, requests, channel]);
  });

  it('refuses an id that reads as a request of another workspace, and says what to write', () => {
    assert.throws(() => parsed({ id: 'covid-19' }), /requests are named so: write covid19/);
    assert.equal(parsed({ id: 'covid19' })?.id, 'covid19');
    assert.equal(parsed({ id: 'covid-19-b' })?.id, 'covid-19-b');
  });

  it('refuses what could not be meant', () => {
    const wrong: object[] = [
      ...['o', 'Oncology', 'onc--ology', 'oncology-', '1oncology', 'x'.repeat(32)].map((id) => ({ id })),
      { storage: { ...storage, secure: 'http://sec.blob.core.windows.net' } },
      { storage: { public: storage.public } },
      { requests: { accessDays: 0 } },
      { requests: { accessDays: 1.5 } },
      { requests: { nudgeAfterWorkingDays: 0 } },
      ...['anywhere', '203.0.113.0/24', '203.0.113.0-', '1.2.3.4-1.2.3.5-1.2.3.6', '203.0.113.256'].map(
        (downloadAddresses) => ({ requests: { downloadAddresses } }),
      ),
      { channel: { conversationId: 'x' } },
    ];
    for (const more of wrong) assert.throws(() => parsed(more), { name: 'ZodError' }, JSON.stringify(more));
  });
});
