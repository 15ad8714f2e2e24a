import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { WorkspaceError } from '../../../services/errors.ts';
import { AddressPool, networksOf } from '../../../services/setups/address-pool.ts';
import { adminPassword, nobodysSshKey } from '../../../services/setups/setup-keys.ts';
import { idOf, isId, likeness, tidy } from '../../../services/setups/setup-names.ts';
import { deploymentOf } from '../../../services/setups/setup-parameters.ts';
import { deployed, expectedOf, resourcesOf, stepOfType } from '../../../services/setups/setup-steps.ts';
import { minutesLeft, usualDuration } from '../../../services/setups/workspace-setup.ts';
import { owner } from '../../support/machine-samples.ts';
import { zone } from '../../support/machine-world.ts';
import { template } from '../../support/setup-world.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';

describe('parts of the making of a workspace', () => {
  it('know for every resource of the template to which step it belongs', () => {
    const types = resourcesOf(template).map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => stepOfType(type) === undefined),
      [],
    );
    assert.ok(types.length > 50);
    const expected = expectedOf(template);
    for (const step of deployed) assert.ok(expected.get(step), step);
    assert.deepEqual(
      ['Microsoft.Network/networkInterfaces', 'microsoft.insights/ACTIONGROUPS', 'Microsoft.Web/sites'].map(stepOfType),
      ['machines', 'budget', undefined],
    );
  });

  it('hand in what the template takes, and nothing that it does not', () => {
    const { parameters } = template;
    const secrets = { groupId: 'g', addressPrefix: 'a', sshKey: 's', budgetStart: '2026-03-01', password: 'p' };
    const plan = {
      ...{ name: 'Lung', purpose: '', costCentre: 'c', owner, members: [], thresholds: [100], machines: [] },
      ...{ budget: { amount: '1', currency: 'EUR' }, endsOn: '2027-01-01', preset: 'standard' },
    };
    const setup = { workspace: 'lung', plan, attempt: 1, round: 1 };
    const given = Object.keys(deploymentOf(setup, { zone, template, secrets }).parameters);

    assert.deepEqual(
      given.filter((name) => !(name in parameters)),
      [],
    );
    const needed = Object.keys(parameters).filter((name) => parameters[name].defaultValue === undefined);
    assert.deepEqual(
      needed.filter((name) => !given.includes(name)),
      [],
    );
  });

  for (const [name, id] of [
    ['Lung Study 3b', 'lung-study-3b'],
    ['  Übergrößen & Zürich ', 'ubergrossen-zurich'],
    ["Owner's study", 'owners-study'],
    ['Covid 19', 'covid19'],
    ['Trial 2026-27', 'trial202627'],
    ['A very long name of a study that goes on', 'a-very-long-name-of'],
    ['Pneumonoultramicroscopicsilicovolcanoconiosis', 'pneumonoultramicrosc'],
    ['Study 2 of 3', 'study-2-of3'],
  ] as const)
    it(`call ${name.trim()} ${id}`, () => {
      assert.equal(idOf(name), id);
      assert.ok(isId(id));
    });

  it('know names that look alike, and what is no id', () => {
    for (const other of ['LUNG study', 'Lung-Study', 'Lung  Study', 'Lung\u200b Study', 'Lüng Study', 'Lung Ѕtudу'])
      assert.equal(likeness(tidy(other)), likeness('Lung Study'), other);
    assert.notEqual(likeness('Lung Study 2'), likeness('Lung Study 3'));
    for (const id of ['', 'ab', '3lungs', 'a--b', 'all', 'admin-desk', 'admin--desk', '-ab', 'x'.repeat(21)])
      assert.equal(isId(id), false, id);
    assert.equal(tidy('a\u202eb\u0000 \n c'), 'a b c');
  });

  it('make a key that nobody has, and a password that is the same each time and another for each workspace', () => {
    const key = nobodysSshKey('labdesk-lung');
    const [type, blob, comment] = key.split(' ');
    assert.deepEqual([type, comment], ['ssh-ed25519', 'labdesk-lung']);
    const bytes = Buffer.from(blob!, 'base64');
    assert.equal(bytes.subarray(4, 15).toString(), 'ssh-ed25519');
    const x = bytes.subarray(19).toString('base64url');
    assert.equal(
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }).asymmetricKeyType,
      'ed25519',
    );
    assert.notEqual(nobodysSshKey('labdesk-lung'), key);

    const secret = Buffer.alloc(32, 1);
    assert.equal(adminPassword(secret, 'lung'), adminPassword(secret, 'lung'));
    assert.notEqual(adminPassword(secret, 'lung'), adminPassword(secret, 'lung2'));
    assert.notEqual(adminPassword(secret, 'lung'), adminPassword(Buffer.alloc(32, 2), 'lung'));
  });

  it('give every workspace a network of its own, also many at once, until none is left', async () => {
    const store = new MemoryStore();
    const pools = Array.from({ length: 8 }, () => new AddressPool(store, '10.64.0.0/21'));
    const taken = await Promise.all(pools.map(async (pool, at) => await pool.take(`workspace-${at}`)));

    assert.equal(new Set(taken).size, 8);
    assert.ok(taken.every((network) => /^10\.64\.[0-7]\.0\/24$/.test(network)));
    assert.equal(await pools[0]!.take('workspace-3'), taken[3]);
    await assert.rejects(
      pools[0]!.take('one-more'),
      (error) => error instanceof WorkspaceError && error.code === 'quota',
    );
    await pools[0]!.giveBack('workspace-3');
    await pools[0]!.giveBack('workspace-3');
    assert.equal(await pools[0]!.take('one-more'), taken[3]);
    assert.deepEqual(
      [...networksOf('10.0.255.0/24'), [...networksOf('172.16.0.0/12')].at(-1)],
      ['10.0.255.0/24', '172.31.255.0/24'],
    );
    for (const wrong of ['10.0.0.0/25', '10.0.1.0/16', '10.0.0.256/24', '10.0.0.0', '0.0.0.0/0', 'x/24'])
      assert.throws(() => [...networksOf(wrong)], RangeError, wrong);
  });

  it('say how long it will still take, by earlier ones', () => {
    const at = (minutes: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + minutes * 60_000);
    const ready = (took: number) => ({
      state: 'ready' as const,
      startedAt: at(0).toISOString(),
      endedAt: at(took).toISOString(),
    });
    assert.equal(usualDuration([]), 15);
    assert.equal(
      usualDuration([
        ready(9.5),
        ready(40),
        ready(12),
        { state: 'failed' as const, startedAt: at(0).toISOString(), endedAt: at(1).toISOString() },
      ]),
      12,
    );
    const going = { state: 'creating' as const, startedAt: at(0).toISOString(), expectedMinutes: 10 };
    assert.deepEqual(
      [0, 9.5, 15, 21].map((minutes) => minutesLeft(going, at(minutes))),
      [10, 1, 1, undefined],
    );
    assert.equal(minutesLeft({ ...going, state: 'waiting' }, at(1)), undefined);
  });
});
