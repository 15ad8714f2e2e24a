import assert from 'node:assert/strict';
import { forever } from '../../../services/change/aggregate.ts';
import { DependencyWatch, type Probes } from '../../../services/desk/dependency-watch.ts';
import { type HealthParts, HealthReports } from '../../../services/desk/health.ts';
import { compareAzure, compareGraph, type Grant } from '../../../services/desk/rights.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { admin, caller, owner, workspace } from '../../support/machine-samples.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const by = { admin: caller(admin, {}, { admin: true }), owner: caller(owner, { oncology: 'owner' }) };
const timeoutInMs = 40;
const hangs = () => new Promise<never>(() => {});
const answers = async () => undefined;
const connector = 'https://smba.example/emea/';

describe('a look at what Labdesk stands on', () => {
  let clock: SimulatedClock;

  beforeEach(() => {
    clock = new SimulatedClock();
  });

  const watchOf = (probes: Probes) => new DependencyWatch(probes, clock, timeoutInMs);
  const fails = (code: 'refused' | 'throttled' | 'unavailable') => async () => {
    throw new WorkspaceError(code, 'No.');
  };

  it('says of each whether it answers and what keeps it, however many hang', async () => {
    const probes = { azure: hangs, graph: fails('refused'), login: fails('throttled'), state: answers, queue: hangs };
    const began = performance.now();

    const found = await watchOf(probes).probeAll({ teams: fails('unavailable') });

    assert.ok(performance.now() - began < 5000);
    assert.deepEqual(
      found.map(({ dependency, trouble }) => [dependency, trouble]),
      [
        ['azure', 'late'],
        ['graph', 'refused'],
        ['login', 'throttled'],
        ['state', undefined],
        ['queue', 'late'],
        ['teams', 'failed'],
      ],
    );
    assert.ok(found[0]!.tookMs >= timeoutInMs - 5);
  });

  it('remembers since when it fails, until it answers again', async () => {
    let works = true;
    const watch = watchOf({ queue: async () => await (works ? answers() : fails('unavailable')()) });
    const [first] = await watch.probeAll();
    works = false;
    await clock.advance(60);
    const failedAt = clock.now().toISOString();
    // What readiness sees counts as well.
    await assert.rejects(watch.check('queue')());
    await clock.advance(60);
    const [second] = await watch.probeAll();
    works = true;
    const [third] = await watch.probeAll();

    assert.equal(first?.failingSince, undefined);
    assert.deepEqual([second?.failingSince, second?.answeredAt], [failedAt, first?.answeredAt]);
    assert.deepEqual([third?.trouble, third?.failingSince], [undefined, undefined]);
  });

  it('asks what hangs once, and not once for everybody who looks', async () => {
    let asked = 0;
    const watch = watchOf({
      azure: async () => {
        asked += 1;
        return await hangs();
      },
    });

    await Promise.all([watch.probeAll(), watch.probeAll()]);
    await watch.probeAll();

    assert.equal(asked, 1);
  });
});

describe("Labdesk's health", () => {
  let clock: SimulatedClock;
  let store: SqliteStore;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new SqliteStore({ path: ':memory:', clock });
  });

  afterEach(async () => await store.close());

  function healthWith(parts: Partial<HealthParts> = {}): HealthReports {
    return new HealthReports({
      ...{ watch: new DependencyWatch({ state: answers }, clock, timeoutInMs), store, clock, timeoutInMs },
      workspaces: { all: async () => [workspace()] },
      deadLetters: { list: async () => ({ letters: [], hasMore: false }) },
      queue: { depth: async () => 7 },
      rights: { azure: async () => [[grant('a/read')]], graph: async () => ['User.Read.All', 'Sites.FullControl.All'] },
      needed: { actions: ['a/read', 'b/write'], dataActions: [], graph: [{ permission: 'User.Read.All' }] },
      reach: answers,
      version: '1.2.3',
      ...parts,
    });
  }

  it('has everything in one report: what answers, the queue, sweeps, costs and rights', async () => {
    const now = clock.now();
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
    const timer = (id: string, kind: string, effect: object) => ({
      ...{
        partition: 'system',
        id,
        kind,
        schema: 1,
        version: 1,
        state: 'on',
        history: [],
        archived: 0,
        deadLetters: [],
      },
      effects: [{ id: 'x', deadline: forever.toISOString(), attempts: 0, data: {}, ...effect }],
    });
    await store.create(
      timer('sweep/costs', 'cost-sweep', { kind: 'costs.sweep', dueAt: at(20), doneAt: at(-40) }) as never,
    );
    await store.create(timer('sweep/ghosts', 'ghost-sweep', { kind: 'ghosts.hunt', dueAt: at(-60) }) as never);
    const billing = { partition: 'system', id: 'billing', kind: 'billing', schema: 1, askedAt: at(-300), failures: 4 };
    await store.create(billing as never);

    const report = await healthWith().report(by.admin, connector);

    assert.deepEqual(
      report.probes.map(({ dependency, trouble }) => [dependency, trouble]),
      [
        ['state', undefined],
        ['teams', undefined],
      ],
    );
    assert.equal(report.queued, 7);
    assert.deepEqual(
      report.sweeps?.map(({ sweep, doneAt, isLate }) => [sweep, doneAt, isLate]),
      [
        ['costs', at(-40), false],
        ['ghosts', undefined, true],
      ],
    );
    assert.deepEqual(report.costs, { askedAt: at(-300), failures: 4, isOld: true });
    assert.deepEqual(report.azureRights, { lacks: ['b/write'], excess: [], asked: 1, open: 1 });
    assert.deepEqual(report.graphRights, { lacks: [], excess: ['Sites.FullControl.All'] });
    assert.equal(report.version, '1.2.3');
  });

  it('comes in time with everything else where parts hang or fail', async () => {
    const began = performance.now();
    const health = healthWith({
      queue: { depth: hangs },
      rights: { azure: hangs, graph: async () => Promise.reject(new Error('no')) },
      deadLetters: { list: hangs },
      store: { get: hangs },
      reach: hangs,
    });

    const report = await health.report(by.admin, connector);

    assert.ok(performance.now() - began < 5000);
    const { queued, letters, sweeps, costs, azureRights, graphRights } = report;
    const unknown = [queued, letters, sweeps, costs, azureRights, graphRights];
    assert.deepEqual(
      unknown,
      Array.from({ length: 6 }, () => undefined),
    );
    assert.deepEqual(
      report.probes.map(({ trouble }) => trouble),
      [undefined, 'late'],
    );
  });

  it('asks for the rights in some workspaces, says in how many, and asks for none where none is open', async () => {
    const asked: number[] = [];
    const rights = {
      azure: async (groups: readonly string[]) => {
        asked.push(groups.length);
        return groups.map(() => [grant('a/read', 'b/write')]);
      },
      graph: async () => [],
    };
    const rightsIn = async (count: number) => {
      const all = Array.from({ length: count }, (_, index) => workspace(`place-${index}`));
      const closed = { ...workspace('closed'), archivedAt: clock.now().toISOString() };
      const workspaces = { all: async () => [closed, ...all] };
      return (await healthWith({ rights, workspaces }).report(by.admin, connector)).azureRights;
    };

    assert.deepEqual(await rightsIn(20), { lacks: [], excess: [], asked: 8, open: 20 });
    assert.deepEqual(await rightsIn(0), { lacks: [], excess: [], asked: 0, open: 0 });
    assert.deepEqual(asked, [8]);
  });

  it('is for admins alone', async () => {
    await assert.rejects(healthWith().report(by.owner, connector), { code: 'forbidden' });
  });
});

describe("Labdesk's own rights", () => {
  const needed = {
    actions: ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute/virtualMachines/start/action'],
    dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
    graph: [{ permission: 'User.Read.All' }, { permission: 'Mail.Send', optional: true }],
  };
  const exact = grant(...needed.actions);

  it('are exact where each of what is needed is granted, in any case', () => {
    const shouted = grant(...needed.actions.map((action) => action.toUpperCase()));

    assert.deepEqual(compareAzure(needed, [[exact], [shouted]]), { lacks: [], excess: [] });
  });

  it('are too few where one resource group lacks one, or a role takes it away again', () => {
    const [read, start] = needed.actions as [string, string];

    assert.deepEqual(compareAzure(needed, [[exact], [grant(read)]]).lacks, [start]);
    const taken = { ...grant('Microsoft.Compute/*'), notActions: ['*/start/action'] };
    assert.deepEqual(compareAzure(needed, [[taken]]).lacks, [start]);
    assert.deepEqual(compareAzure(needed, [[taken, exact]]).lacks, []);
  });

  it('are too many where a pattern stands for more than what is needed', () => {
    const owner = { ...grant('*'), dataActions: ['Microsoft.Storage/*'] };

    assert.deepEqual(compareAzure(needed, [[owner]]), { lacks: [], excess: ['*', 'Microsoft.Storage/*'] });
    assert.deepEqual(compareAzure(needed, [[exact, grant('*/read')]]).excess, ['*/read']);
  });

  it('to make workspaces are lacking only where workspaces are made from here, and too many where they are not', () => {
    const making = ['Microsoft.KeyVault/vaults/write'];
    const maker = grant(...making, ...needed.actions);

    assert.deepEqual(compareAzure({ ...needed, making }, [[exact]]), { lacks: [], lacksForMaking: making, excess: [] });
    assert.deepEqual(compareAzure({ ...needed, making }, [[maker]]), { lacks: [], lacksForMaking: [], excess: [] });
    assert.deepEqual(compareAzure(needed, [[maker]]), { lacks: [], excess: making });
  });

  it('in Graph lack what is needed, and not what is optional', () => {
    assert.deepEqual(compareGraph(needed, ['Directory.ReadWrite.All']), {
      lacks: ['User.Read.All'],
      excess: ['Directory.ReadWrite.All'],
    });
    assert.deepEqual(compareGraph(needed, ['Mail.Send', 'User.Read.All']), { lacks: [], excess: [] });
  });
});

function grant(...actions: string[]): Grant {
  return { actions, notActions: [], dataActions: [], notDataActions: [] };
}
