import assert from 'node:assert/strict';
import { costOfRunning, runway } from '../../../services/costs/runway.ts';
import type { MachineSpending, Spending } from '../../../services/money/spending.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const now = new Date('2026-11-10T12:00:00Z');

function machine(name: string, perHour: string, more: Partial<MachineSpending> = {}): MachineSpending {
  return { name, billed: eur('0'), estimated: eur('0'), perHour: eur(perHour), ...more };
}

function spending(machines: readonly MachineSpending[], more: Partial<Spending> = {}): Spending {
  return {
    partition: 'workspace/oncology',
    id: 'spending',
    kind: 'spending',
    schema: 1,
    workspace: 'oncology',
    period: { kind: 'once', from: '2026-11-01' },
    billed: eur('80'),
    estimated: eur('20'),
    perHour: eur('0'),
    machines,
    rest: eur('0'),
    days: [],
    foreign: [],
    at: now.toISOString(),
    ...more,
  };
}

describe('the runway', () => {
  it('is the day on which the money is gone at the rate of what runs', () => {
    assert.equal(runway(spending([machine('onc-r', '1')]), eur('148'), now), '2026-11-12');
    assert.equal(runway(spending([machine('onc-r', '1'), machine('onc-gpu', '3')]), eur('148'), now), '2026-11-11');
  });

  it('counts what is no machine as on an average day', () => {
    const rest = { rest: eur('216'), billedThrough: '2026-11-09' };
    assert.equal(runway(spending([], rest), eur('148'), now), '2026-11-12');
  });

  it('is asked with a machine and without it', () => {
    const running = machine('onc-r', '1', { runningPerHour: eur('1'), idlePerHour: eur('0.1') });
    const stopped = machine('onc-gpu', '0', { runningPerHour: eur('3') });
    const both = spending([running, stopped]);
    assert.equal(runway(both, eur('148'), now), '2026-11-12');
    assert.equal(runway(both, eur('148'), now, { running: 'ONC-GPU' }), '2026-11-11');
    assert.equal(runway(both, eur('148'), now, { without: 'onc-r' }), '2026-11-30');
    assert.deepEqual(costOfRunning(stopped), eur('3'));
  });

  it('is undefined where the money lasts until the period ends, or for ever', () => {
    const month = { period: { kind: 'month', from: '2026-11-01', to: '2026-11-30' } } as const;
    assert.equal(runway(spending([machine('onc-r', '0.01')], month), eur('148'), now), undefined);
    assert.equal(runway(spending([]), eur('148'), now), undefined);
    assert.equal(runway(spending([machine('onc-r', '0.000001')]), eur('1000000000000'), now), undefined);
  });

  it('is today where the money is gone', () => {
    assert.equal(runway(spending([]), eur('100'), now), '2026-11-10');
    assert.equal(runway(spending([]), eur('0'), now), '2026-11-10');
  });
});
