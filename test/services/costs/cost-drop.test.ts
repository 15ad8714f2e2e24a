import assert from 'node:assert/strict';
import { CostDrop, type DropStore } from '../../../services/costs/cost-drop.ts';
import { periodAt } from '../../../services/money/budget-period.ts';
import { nothing } from '../../../services/money/money.ts';
import { type Spending, spendingAddress } from '../../../services/money/spending.ts';
import { admin, caller, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';
import { costLine, monthCosts } from './samples.ts';

/** Where files stand by name, each as it was put last; one that fails is not there. */
class Files implements DropStore {
  readonly byName = new Map<string, string>();
  failures = 0;

  async put(name: string, text: AsyncIterable<string>): Promise<void> {
    const whole = (await Array.fromAsync(text)).join('');
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('Storage is down.');
    }
    this.byName.set(name, whole);
  }

  /** Rows by column, without the quotes. */
  table(name: string): Record<string, string>[] {
    const [head = [], ...rows] = (this.byName.get(name) ?? '')
      .trim()
      .split('\r\n')
      .map((line) => line.slice(1, -1).split('","'));
    return rows.map((row) => Object.fromEntries(row.map((value, index) => [head[index]!, value])));
  }
}

describe('the files for reporting tools', () => {
  let world: MachineWorld;
  let files: Files;
  let costDrop: CostDrop;
  let month: string;

  beforeEach(async () => {
    world = await MachineWorld.start();
    files = new Files();
    costDrop = new CostDrop({ ...world, drop: files });
    costDrop.register(world.effects);
    month = world.clock.now().toISOString().slice(0, 7);
    const disk = { resource: 'microsoft.compute/disks/os', service: 'Storage' };
    await world.store.create(
      monthCosts('oncology', month, [costLine({ '01': '10.123456789012345678' }), costLine({ '01': '1' }, disk)]),
    );
    await world.store.create(monthCosts('genomics', month, [costLine({ '01': '2' })]));
    const period = periodAt('month', world.clock.now(), '');
    const spending = { period, billed: { amount: '11.1', currency: 'EUR' }, estimated: nothing('EUR') };
    const by = caller(admin, {}, { admin: true });
    const wish = { amount: '1000', currency: 'EUR', costCentre: '=C-17' };
    await world.budgets.set(by, workspace(), wish, { key: 'set', via: 'chat' });
    await world.store.create({
      ...{ ...spendingAddress('oncology'), kind: 'spending', schema: 1, workspace: 'oncology', ...spending },
      ...{
        perHour: nothing('EUR'),
        machines: [],
        rest: nothing('EUR'),
        days: [],
        foreign: [],
        at: world.clock.now().toISOString(),
      },
    } as Spending);
    await costDrop.start();
  });

  afterEach(async () => await world.stop());

  it('are put every night, thirteen months of facts and what these name', async () => {
    assert.equal(files.byName.size, 0);
    await world.clock.advance(86_400);

    const facts = [...files.byName.keys()].filter((name) => name.startsWith('fact_cost/'));
    assert.equal(facts.length, 13);
    for (const name of ['dim_date.csv', 'dim_workspace.csv', 'dim_resource.csv', 'dim_service.csv'])
      assert.ok(files.byName.has(name), name);
    files.byName.clear();
    await world.clock.advance(86_400);
    assert.ok(files.byName.has(`fact_cost/${month}.csv`));
  });

  it('join: every key of a fact is in its dimension once, and amounts are exact', async () => {
    await world.clock.advance(86_400);
    const facts = files.table(`fact_cost/${month}.csv`);

    assert.deepEqual(facts.map(({ amount }) => amount).sort(), ['1', '10.123456789012345678', '2']);
    for (const [key, dimension] of [
      ['date_key', 'dim_date.csv'],
      ['workspace_key', 'dim_workspace.csv'],
      ['resource_key', 'dim_resource.csv'],
      ['service_key', 'dim_service.csv'],
    ] as const) {
      const keys = files.table(dimension).map((row) => row[key]);
      assert.equal(new Set(keys).size, keys.length, dimension);
      for (const fact of facts) assert.ok(keys.includes(fact[key]), `${key} ${fact[key]}`);
    }
    const machines = files.table('dim_resource.csv').filter(({ is_machine: is }) => is === '1');
    assert.deepEqual(machines.map(({ workspace_key: key, name }) => [key, name]).sort(), [
      ['genomics', 'onc-r'],
      ['oncology', 'onc-r'],
    ]);
    assert.ok(files.byName.get('dim_workspace.csv')?.includes(`"'=C-17"`));
  });

  it('say how every budget stood that night', async () => {
    await world.clock.advance(86_400);
    const name = [...files.byName.keys()].find((each) => each.startsWith('fact_budget/'))!;
    const [budget, ...others] = files.table(name);
    assert.equal(others.length, 0);
    assert.deepEqual(
      [budget?.workspace_key, budget?.limit, budget?.billed, budget?.estimated, budget?.state],
      ['oncology', '1000', '11.1', '0', 'open'],
    );
  });

  it('are made anew where a night failed in the middle', async () => {
    files.failures = 1;
    await world.clock.advance(2 * 86_400 - 1);
    assert.ok(files.byName.has('dim_service.csv'));
  });
});
