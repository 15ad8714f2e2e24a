import assert from 'node:assert/strict';
import { type Facts, judge, nothingTold, type Standing } from '../../../services/budgets/budget-rules.ts';
import { periodAt } from '../../../services/money/budget-period.ts';
import { money } from '../../../services/money/money.ts';
import { fc } from '../../support/properties.ts';
import { noon, type SpendingSample, spending, standing } from './budget-standings.ts';

type More = Omit<Facts, 'now' | 'spending'> & { readonly now?: Date };

/** The standing after a look at figures, and what was announced. */
function looked(before: Standing, sample: SpendingSample | undefined, { now = noon, ...more }: More = {}) {
  const judgement = judge(before, { now, spending: sample && spending({ at: now, ...sample }), ...more });
  const effects = judgement?.effects ?? [];
  const kept = before.effects.filter((effect) => !judgement?.cancel(effect));
  const added = effects.map(({ kind, data = {}, dueAt = now }, index) => ({
    ...{ id: `${kind} ${index}`, kind, data, dueAt: dueAt.toISOString(), deadline: '9999', attempts: 0 },
  }));
  const after: Standing = { ...before, ...judgement?.next, effects: [...kept, ...added] };
  const told = effects.filter(({ kind }) => kind === 'budget.announce').map(({ data }) => data!);
  const thresholds = told.filter(({ tell }) => tell === 'budget.tell').map(({ threshold }) => threshold);
  return { after, judgement, told, thresholds, kinds: effects.map(({ kind }) => kind) };
}

const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000);

describe('The rules of a budget', () => {
  it('name every threshold that is new in one message, and put all that were reached on record', () => {
    const { after, thresholds, told } = looked(standing(), { billed: 900, estimated: 50 });

    assert.deepEqual(thresholds, [90]);
    assert.deepEqual(told[0]!.reached, [50, 75, 90]);
    assert.deepEqual(after.told.thresholds, [50, 75, 90]);
    assert.equal(looked(after, { billed: 900, estimated: 99 }).judgement, undefined);
  });

  it('tell nothing twice when a figure is corrected downwards and rises again', () => {
    const first = looked(standing(), { billed: 760 }).after;
    const corrected = looked(first, { billed: 300 });
    assert.equal(corrected.judgement, undefined);

    assert.deepEqual(looked(first, { billed: 800 }).thresholds, []);
    assert.deepEqual(looked(first, { billed: 900 }).thresholds, [90]);
  });

  it('arm anew what a raised limit leaves behind, and nothing else', () => {
    const told = { ...looked(standing(), { billed: 950 }).after, effects: [] };
    const raised = looked({ ...told, limit: money(1200, 'EUR') }, { billed: 950 }, { isRaised: true });

    assert.deepEqual(raised.after.told.thresholds, [50, 75]);
    assert.deepEqual(raised.thresholds, []);
    const again = looked(raised.after, { billed: 1080 });
    assert.deepEqual(again.thresholds, [90]);
    assert.notEqual(again.told[0]!.key, looked(standing(), { billed: 950 }).told[0]!.key);
  });

  it('go on telling what is still reached when a raised limit comes before the news', () => {
    const told = looked(standing(), { billed: 950 }).after;
    const news = { ...told.effects[0]!.data, to: 'owner', name: 'Owner', as: 'owner' };
    const waiting = [...told.effects, { ...told.effects[0]!, id: 'waits', kind: 'budget.tell', data: news }];
    const raised = looked(
      { ...told, effects: waiting, limit: money(1200, 'EUR') },
      { billed: 950 },
      { isRaised: true },
    );

    assert.deepEqual(
      raised.after.effects.map(({ kind, data }) => [kind, data.key, data.threshold, data.reached]),
      ['budget.announce', 'budget.tell'].map((kind) => [kind, told.effects[0]!.data.key, 75, [50, 75]]),
    );
    const high = looked({ ...told, limit: money(5000, 'EUR') }, { billed: 950 }, { isRaised: true });
    assert.deepEqual(high.after.effects, []);
  });

  it('tell a threshold that is set below one that was told before', () => {
    const told = looked(standing(), { billed: 800 }).after;
    const set = looked({ ...told, thresholds: [50, 60, 75, 90, 100] }, { billed: 800 });

    assert.deepEqual(set.told[0]!.reached, [60]);
    assert.equal(looked(set.after, { billed: 810 }).judgement, undefined);
  });

  it('arm anew with the next figures where none were there when the limit was raised', () => {
    const told = looked(standing(), { billed: 950 }).after;
    const raised = looked({ ...told, limit: money(2000, 'EUR') }, undefined, { isRaised: true }).after;
    assert.deepEqual(raised.told.thresholds, [50, 75, 90]);

    const known = looked(raised, { billed: 1000 });
    assert.deepEqual(known.after.told.thresholds, [50]);
    assert.deepEqual(looked(known.after, { billed: 1500 }).thresholds, [75]);
  });

  it('begin a new period fresh, also where nobody knows yet what was spent in it', () => {
    const gone = looked(standing(), { billed: 1100 }).after;
    assert.equal(gone.state, 'stopping');
    const april = new Date('2026-04-01T00:10:00.000Z');
    const next = looked(gone, { billed: 1100, period: periodAt('month', noon, '') }, { now: april });

    assert.equal(next.after.state, 'open');
    assert.deepEqual(next.after.told, nothingTold(periodAt('month', april, '')));
    assert.equal(next.after.goneAt, undefined);
    assert.ok(next.after.effects.every(({ kind }) => kind !== 'budget.stop'));
    assert.deepEqual(looked(next.after, { billed: 510 }, { now: april }).thresholds, [50]);
  });

  it('stop at 100 %, and let start again when a correction or more money brings it below', () => {
    const gone = looked(standing(), { billed: '999.99', estimated: '0.01' });
    assert.equal(gone.kinds[0], 'budget.stop');
    assert.equal(gone.after.goneAt, noon.toISOString());

    const corrected = looked(gone.after, { billed: 990 });
    assert.equal(corrected.after.state, 'open');
    assert.deepEqual(
      corrected.told.map(({ tell }) => tell),
      ['budget.stopcard'],
    );
    const over = looked(corrected.after, { billed: 1001 });
    assert.deepEqual([over.after.state, over.after.stop?.number, over.thresholds.length], ['stopping', 2, 0]);
  });

  it('know no money in a currency that is not the limit’s', () => {
    assert.equal(looked(standing(), { billed: 5000, currency: 'USD' }).judgement, undefined);
    assert.equal(looked(standing(), undefined, { alert: money(5000, 'USD') }).judgement, undefined);
  });

  it('take Azure’s own alert for as good as figures, and repeated for nothing new', () => {
    const alert = money(1000, 'EUR');
    const alerted = looked(standing(), { billed: 120 }, { alert });

    assert.equal(alerted.after.state, 'stopping');
    assert.deepEqual(alerted.thresholds, [100]);
    assert.equal(looked(alerted.after, { billed: 120 }, { alert }).judgement, undefined);
    assert.equal(looked(alerted.after, { billed: 120 }, { alert: money(900, 'EUR') }).judgement, undefined);
    assert.equal(looked(standing(), undefined, { alert }).after.state, 'stopping');
  });

  it('let machines go on for the time of grace, and look when it ends', () => {
    const gone = looked(standing({ graceHours: 24 }), { billed: 1000 });
    assert.deepEqual([gone.after.state, gone.kinds.includes('budget.stop')], ['open', false]);
    assert.equal(gone.after.effects.find(({ kind }) => kind === 'budget.judge')?.dueAt, later(24).toISOString());
    assert.equal(looked(gone.after, { billed: 1010 }, { now: later(23) }).judgement, undefined);

    assert.equal(looked(gone.after, { billed: 1010 }, { now: later(24) }).after.state, 'stopping');
  });

  it('let machines go on while an admin says so, and stop them when that ends', () => {
    const by = { aadObjectId: 'admin', name: 'Admin' };
    const exemption = { by, until: later(48).toISOString(), reason: 'A paper is due.' };
    const gone = looked(standing(), { billed: 1000 }).after;
    const exempt = looked({ ...gone, exemption }, { billed: 1000 });
    assert.equal(exempt.after.state, 'open');
    assert.ok(exempt.after.effects.every(({ kind }) => kind !== 'budget.stop'));

    const over = looked(exempt.after, { billed: 1100 }, { now: later(48) });
    assert.deepEqual([over.after.state, over.after.exemption], ['stopping', undefined]);
    assert.equal(over.after.goneAt, gone.goneAt);
  });

  it('take a budget of nothing for used up with the first cent, or by whatever runs', () => {
    const zero = standing({ limit: money(0, 'EUR') });
    assert.equal(looked(zero, {}).judgement, undefined);

    assert.equal(looked(zero, { estimated: '0.01' }).after.state, 'stopping');
    const running = looked(zero, { running: ['onc-r'] });
    assert.deepEqual([running.after.state, running.thresholds], ['stopping', [100]]);
  });

  it('stop again what somebody started elsewhere after everything was stopped', () => {
    const gone = looked(standing(), { billed: 1000 }).after;
    const depleted = {
      ...gone,
      state: 'depleted',
      stop: { ...gone.stop!, endedAt: later(0.1).toISOString() },
    } as const;

    assert.equal(looked(depleted, { billed: 1001, running: ['onc-r'], at: noon }).judgement, undefined);
    assert.equal(looked(depleted, { billed: 1001 }, { now: later(1) }).judgement, undefined);
    const again = looked(depleted, { billed: 1001, running: ['onc-r'] }, { now: later(1) });
    assert.deepEqual([again.after.state, again.after.stop?.number], ['stopping', 2]);
  });

  it('tell the forecast once, while there is money', () => {
    const foreseen = looked(standing(), { billed: 300, likely: 1000 });
    assert.deepEqual(
      foreseen.told.map(({ tell }) => tell),
      ['budget.forecast'],
    );
    assert.equal(looked(foreseen.after, { billed: 310, likely: 1100 }).judgement, undefined);

    assert.equal(
      looked(standing({ forecastThreshold: undefined }), { billed: 300, likely: 1000 }).judgement,
      undefined,
    );
    const gone = looked(standing(), { billed: 1000, likely: 3000 });
    assert.ok(gone.told.every(({ tell }) => tell !== 'budget.forecast'));
  });

  it('tell no threshold twice and skip none, however figures rise and fall', () => {
    const figure = fc.integer({ min: 0, max: 130_000 });
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 20 }), (cents) => {
        let now = standing();
        const reached: number[] = [];
        for (const each of cents) {
          const look = looked(now, { billed: (each / 100).toFixed(2) });
          for (const { reached: newly } of look.told.filter(({ tell }) => tell === 'budget.tell'))
            reached.push(...(newly as number[]));
          now = look.after;
        }
        const highest = Math.max(0, ...cents);
        const wanted = now.thresholds.filter((threshold) => highest >= threshold * 1000);
        assert.deepEqual(reached, wanted);
        assert.equal(now.state === 'open', (cents.at(-1) ?? 0) < 100_000);
      }),
      { numRuns: 300 },
    );
  });
});
