import assert from 'node:assert/strict';
import type { Decision } from '../../../services/change/aggregate.ts';
import type { AzureDisk } from '../../../services/costs/cost.ts';
import { PriceBook } from '../../../services/costs/prices.ts';
import { SpendingReports } from '../../../services/costs/spendings.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { GhostHunt } from '../../../services/ghosts/ghost-hunt.ts';
import {
  decideFound,
  decideLeave,
  type Ghosts,
  ghosts,
  ghostsAddress,
  newGhosts,
} from '../../../services/ghosts/ghosts.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { command, MachineWorld } from '../../support/machine-world.ts';
import { ghosts as known } from '../../support/schedule-samples.ts';

const oncology = workspace();
const member = caller(researcher, { oncology: 'member' });
const head = caller(owner, { oncology: 'owner' });
const hour = 3600;

describe('the ghost hunt', () => {
  let world: MachineWorld;
  let busiest: Map<string, number>;
  let disks: AzureDisk[];
  let asked: string[][];
  let broken: WorkspaceError | undefined;
  const cards: { to: unknown; round: unknown }[] = [];

  beforeEach(async () => {
    // Monday, 09:00 in UTC, an hour before three at night in Denver.
    world = await MachineWorld.start();
    busiest = new Map([['rg-oncology/onc-python', 1.5]]);
    [disks, asked, broken] = [[], [], undefined];
    cards.length = 0;
    world.hear(ghosts, ['ghosts.card'], ({ data }) => cards.push({ to: data.to, round: data.round }));
    world.hear(ghosts, ['ghosts.ask'], ({ data }) => cards.push({ to: data.to, round: 'asked' }));
    const { store, changes, clock, azure, members, workspaces } = world;
    const client = {
      machineSizes: async () => [
        { what: 'Standard_D4s_v5', os: 'Linux', price: { amount: '0.2', currency: 'EUR' } } as const,
      ],
      disks: async () => [],
    };
    const hunt = new GhostHunt({
      ...{ azure, members, workspaces, changes, clock, timeZone: 'America/Denver', log: { warn: () => undefined } },
      disks: { list: async () => disks },
      metrics: {
        busiest: async (machines) => {
          asked.push(machines.map(({ name }) => name));
          if (broken) throw broken;
          return busiest;
        },
      },
      prices: new PriceBook({ client, store, clock, log: { warn: () => undefined } }),
      spendings: new SpendingReports({ store, changes, clock }),
    });
    hunt.register(world.effects);
    await hunt.start();
    await hunt.start();
  });
  afterEach(() => world.stop());

  const found = async (place = 'oncology') => await world.changes.get(ghosts, ghostsAddress(place));
  const names = async () => (await found())?.found.map(({ kind, name }) => `${kind} ${name}`);
  /** The first night is over. */
  const night = async () => await world.clock.advance(1.1 * hour);

  it('finds at three at night what runs for nobody, with its price, and tells the owners once', async () => {
    await world.clock.advance(hour - 60);
    assert.equal(await found(), undefined);
    await night();

    const [ghost] = (await found())!.found;
    assert.deepEqual(
      [ghost?.kind, ghost?.name, ghost?.perDay],
      ['idle', 'onc-python', { amount: '4.8', currency: 'EUR' }],
    );
    assert.deepEqual(cards, [{ to: owner.aadObjectId, round: 1 }]);
    await world.clock.advance(24 * hour);
    assert.equal(cards.length, 1);
    assert.equal(asked.length, 2);
  });

  it('asks Azure for one list a night, and of those alone what they do that have run for hours', async () => {
    world.azure.add('rg-oncology', 'onc-new', 'Started', { since: new Date('2026-03-02T08:00:00Z') });
    const before = world.azure.count('list');
    await night();

    assert.equal(world.azure.count('list'), before + 1);
    assert.deepEqual(asked, [['onc-python', 'gen-python']]);
  });

  it('leaves in peace what works, what says nothing, and what somebody came to', async () => {
    busiest = new Map([
      ['rg-oncology/onc-python', 5],
      ['rg-oncology/onc-r', 1],
    ]);
    await world.machines.start(member, oncology, 'onc-r', command('start'));
    await night();
    assert.equal(asked.length, 1);
    assert.equal(await found(), undefined, 'one works, one was started an hour before, and of one nothing is known');
    await world.clock.advance(24 * hour);
    assert.deepEqual(await names(), ['idle onc-r']);
    assert.deepEqual(
      cards.map(({ to }) => to),
      [owner.aadObjectId, researcher.aadObjectId],
    );
  });

  it('finds machines that do not run and cost all the same, and disks without machines after a week', async () => {
    busiest.clear();
    world.azure.add('rg-oncology', 'onc-r', 'Stopped', { allocated: true });
    world.azure.add('rg-oncology', 'onc-broken', 'Failed', { allocated: true });
    world.azure.add('rg-oncology', 'onc-fine', 'Failed', { allocated: false });
    const disk = { resourceGroup: 'rg-oncology', location: 'westeurope', sku: 'Premium_LRS', sizeGiB: 128 };
    disks = [
      { ...disk, name: 'old', createdAt: new Date('2026-02-20T00:00:00Z') },
      { ...disk, name: 'new', createdAt: new Date('2026-03-01T00:00:00Z') },
      { ...disk, name: 'used', createdAt: new Date('2026-02-20T00:00:00Z'), machine: 'onc-r' },
      { ...disk, name: 'foreign', createdAt: new Date('2026-02-20T00:00:00Z'), resourceGroup: 'rg-other' },
    ];
    await night();

    assert.deepEqual(await names(), ['stuck onc-r', 'stuck onc-broken', 'disk old']);
  });

  it('tells what it can while metrics do not answer, and the rest when they do', async () => {
    broken = new WorkspaceError('unavailable', 'Azure Monitor does not answer.');
    world.azure.add('rg-oncology', 'onc-r', 'Stopped', { allocated: true });
    await night();
    assert.deepEqual(await names(), ['stuck onc-r']);

    broken = undefined;
    await world.clock.advance(hour);
    assert.deepEqual(await names(), ['idle onc-python']);
    assert.equal((await found())?.round, 2);
  });

  it('changes every card where somebody wants a machine left alone', async () => {
    await night();
    await world.ghosts.leave(head, oncology, 'onc-python', { key: 'keep', via: 'card' });
    await world.clock.advance(1);

    assert.deepEqual((await found())?.found[0]?.answer, { what: 'left', by: owner });
    assert.equal(cards.length, 2);
  });

  it('asks whoever started a machine, once a day, and nobody where nobody did', async () => {
    await world.machines.start(member, oncology, 'onc-r', command('start'));
    await world.settle('onc-r');
    const ask = async (key: string) => await world.ghosts.ask(head, oncology, 'onc-r', { key, via: 'card' });
    assert.equal((await ask('1')).changed, true);
    assert.equal((await ask('2')).changed, false);
    await world.clock.advance(1);
    assert.deepEqual(cards, [{ to: researcher.aadObjectId, round: 'asked' }]);

    await assert.rejects(world.ghosts.ask(head, oncology, 'onc-python', { key: '3', via: 'card' }), /Nobody started/);
    await assert.rejects(world.ghosts.ask(member, oncology, 'onc-r', { key: '4', via: 'card' }), /yourself/);
  });
});

describe('what was found at night', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 2, day, 3));
  const idle = { kind: 'idle', name: 'onc-r' } as const;
  const made = (decision: Decision<Ghosts> | undefined) => ({ ...known(), ...decision?.next }) as Ghosts;

  it('is told once a week, as long as it lasts', () => {
    const first = made(decideFound(undefined, 'oncology', [idle], [owner], at(2)));

    assert.equal(decideFound(first, 'oncology', [idle], [owner], at(8)), undefined);
    assert.equal(made(decideFound(first, 'oncology', [idle], [owner], at(9))).round, 2);
    const other = decideFound(first, 'oncology', [idle, { ...idle, kind: 'stuck' }], [owner], at(3));
    assert.deepEqual(
      made(other).found.map(({ kind }) => kind),
      ['stuck'],
    );
  });

  it('is left alone for a week where somebody says so, a disk of that name not', () => {
    const left = made(decideLeave(undefined, 'oncology', 'onc-r', owner, at(2)));

    assert.deepEqual(newGhosts(left, [idle, { kind: 'disk', name: 'onc-r' }], at(8)), [
      { kind: 'disk', name: 'onc-r' },
    ]);
    assert.deepEqual(newGhosts(left, [idle], at(9)), [idle]);
  });
});
