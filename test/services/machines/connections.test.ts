import assert from 'node:assert/strict';
import type { Document } from '../../../services/store/store.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const oncology = workspace();
const member = caller(researcher, { oncology: 'member' });
const head = caller(owner, { oncology: 'owner' });
const minute = 60;

describe('Connections', () => {
  let world: MachineWorld;

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.azure.add('rg-oncology', 'onc-r', 'Started');
  });
  afterEach(() => world.stop());

  let opened = 0;
  const open = (name = 'onc-r', who = member, place = oncology) => {
    opened += 1;
    return world.connections.open(who, place, name, { key: `open-${opened}`, via: 'chat' });
  };
  const refusal = {
    code: 'conflict',
    message: 'This link was used or is older than five minutes. Ask for a new one in Teams.',
  };

  it('give a link that gives the file once', async () => {
    const { token, host } = await open();

    const { fileName, content } = await world.connections.use(token);

    assert.equal(fileName, 'onc-r.rdp');
    assert.match(content, /^full address:s:onc-r\r\nenablerdsaadauth:i:1\r\n/);
    assert.equal(host, 'onc-r');
    await assert.rejects(world.connections.use(token), refusal);
    assert.equal((await world.connections.look(token))?.state, 'used');
  });

  it('give the file to one of ten who press at the same moment', async () => {
    const { token } = await open();

    const pressed = Promise.allSettled(Array.from({ length: 10 }, () => world.connections.use(token)));
    await world.clock.advance(minute);

    assert.equal((await pressed).filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('end a link after five minutes', async () => {
    const { token } = await open();
    await world.clock.advance(5 * minute - 1);
    assert.equal((await world.connections.look(token))?.state, 'open');

    await world.clock.advance(1);

    assert.equal((await world.connections.look(token))?.state, 'expired');
    await assert.rejects(world.connections.use(token), refusal);
  });

  it('know nothing of a link that never was', async () => {
    for (const token of ['', 'x', 'a'.repeat(32), '../system', 'é'.repeat(5000)]) {
      assert.equal(await world.connections.look(token), undefined);
      await assert.rejects(world.connections.use(token), { code: 'not-found' });
    }
  });

  it('keep the token nowhere', async () => {
    const { token } = await open();
    await world.connections.use(token);

    const kept = JSON.stringify([world.store.all<Document>(), await world.queue.receive(32, 1)]);
    assert.ok(!kept.includes(token));
  });

  it('ask for rights anew when the file is fetched', async () => {
    const { token } = await open();
    world.directory.leave('group-oncology', researcher.aadObjectId);

    await assert.rejects(world.connections.use(token), { code: 'not-found' });
    assert.equal((await world.connections.look(token))?.state, 'open');
  });

  it('are for the people of the workspace alone: not for admins, reviewers and outsiders', async () => {
    const refused = [
      [caller(admin, {}, { admin: true }), 'forbidden'],
      [caller(admin, {}, { reviewer: true }), 'forbidden'],
      [caller(researcher, { genomics: 'owner' }), 'not-found'],
    ] as const;
    const before = world.store.all().length;

    for (const [who, code] of refused) await assert.rejects(open('onc-r', who), { code });

    assert.equal(world.store.all().length, before);
  });

  it('lead to a machine that runs, and only to one there is', async () => {
    await assert.rejects(open('gen-python'), { code: 'not-found' });
    world.azure.add('rg-oncology', 'onc-r', 'Stopped');
    world.machines.forget();
    await assert.rejects(open(), { code: 'conflict', message: 'onc-r does not run. Start it, then connect.' });
  });

  it('use the private address where Entra sign-in is not possible or not wanted', async () => {
    const linux = await open('onc-python');
    const off = workspace('genomics', {
      desktop: { entraSignIn: false, clipboard: true, drives: false, printers: false },
    });
    await world.store.delete('workspaces', 'genomics');
    await world.workspaces.register([off]);
    world.azure.add('rg-genomics', 'gen-r', 'Started');
    world.machines.forget();
    const windows = await open('gen-r', caller(researcher, { genomics: 'member' }), off);

    assert.deepEqual([linux.host, windows.host], ['10.1.0.5', '10.1.0.5']);
    const { content } = await world.connections.use(windows.token);
    assert.match(content, /full address:s:10\.1\.0\.5\r\nenablerdsaadauth:i:0/);
    assert.match(content, /redirectclipboard:i:1/);
  });

  it('go through the gateway of the configuration', async () => {
    const behind = await MachineWorld.start({ gateway: 'rdp.example' });
    const { token } = await behind.connections.open(member, oncology, 'onc-python', { key: '1', via: 'card' });

    assert.match((await behind.connections.use(token)).content, /gatewayhostname:s:rdp\.example/);
    await behind.stop();
  });

  it('refuse a host name that does not belong into a file, and leave the link open', async () => {
    world.azure.add('rg-oncology', 'onc-evil', 'Started', { hostName: 'onc\r\nalternate shell:s:cmd' });
    world.machines.forget();
    const { token } = await open('onc-evil');

    await assert.rejects(world.connections.use(token), { code: 'invalid' });
    assert.equal((await world.connections.look(token))?.state, 'open');
  });

  it('make known to others who is connected, each person once, for twelve hours', async () => {
    for (const who of [member, head, member]) {
      await world.connections.use((await open('onc-r', who)).token);
      await world.clock.advance(minute);
    }
    const seen = async (who = member) => {
      const machine = await world.machines.get(who, oncology, 'onc-r');
      return world.machines.othersOn(who, machine).map(({ person }) => person.name);
    };

    assert.deepEqual(await seen(member), ['Owner']);
    assert.deepEqual(await seen(head), ['Researcher']);
    assert.equal((await world.record('onc-r'))?.connections.length, 2);
    await world.clock.advance(12 * 60 * minute);
    assert.deepEqual(await seen(member), []);
  });
});
