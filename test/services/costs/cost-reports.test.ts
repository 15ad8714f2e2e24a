import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import { reportPeriod } from '../../../services/costs/cost-reports.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { Caller } from '../../../services/people/people.ts';
import { parsePeriod } from '../../../services/time/period.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';
import { costLine, monthCosts } from './samples.ts';

const oncology = workspace();
const october = { from: '2026-10-01', to: '2026-10-31', words: 'in October 2026' };
const autumn = { from: '2026-09-01', to: '2026-10-31', words: 'since September' };

describe('a report of costs', () => {
  let world: MachineWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner', genomics: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
    admin: caller(admin, {}, { admin: true }),
  };

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
    const disk = { resource: 'microsoft.compute/disks/onc-r-os', service: 'Storage' };
    const documents = [
      monthCosts('oncology', '2026-10', [
        costLine({ '01': '10.10', '31': '0.2' }),
        costLine({ '01': '1.000000000000001' }, disk),
        costLine({ '15': '=cmd()'.length.toString() }, { service: '=Bandwidth', resource: '' }),
        costLine({ '02': '3' }, { currency: 'USD' }),
      ]),
      monthCosts('oncology', '2026-09', [costLine({ '30': '5' })]),
      monthCosts('genomics', '2026-10', [
        costLine({ '01': '100' }, { resource: 'microsoft.compute/virtualmachines/gen-1' }),
      ]),
    ];
    for (const document of documents) await world.store.create(document);
    await world.budgets.set(
      by.admin,
      workspace('genomics'),
      { amount: '1000', currency: 'EUR', costCentre: 'C-17' },
      { key: 'set', via: 'chat' },
    );
  });

  afterEach(async () => await world.stop());

  async function groups(
    who: Caller,
    place: typeof oncology | undefined,
    ...more: [typeof october, 'service' | 'month' | 'workspace' | 'costCentre' | 'machine']
  ) {
    const summary = await world.costReports.summary(who, place, ...more);
    return summary!.groups.map(({ name, sum }) => [name, sum.amount]);
  }

  it('adds up exactly, by service, machine, month, workspace and cost centre', async () => {
    assert.deepEqual(await groups(by.owner, oncology, october, 'service'), [
      ['Virtual Machines', '10.3'],
      ['=Bandwidth', '6'],
      ['Storage', '1.000000000000001'],
    ]);
    assert.deepEqual(await groups(by.owner, oncology, october, 'machine'), [
      ['onc-r', '10.3'],
      ['', '7.000000000000001'],
    ]);
    assert.deepEqual(await groups(by.owner, oncology, autumn, 'month'), [
      ['2026-09', '5'],
      ['2026-10', '17.300000000000001'],
    ]);
    assert.deepEqual(await groups(by.admin, undefined, october, 'workspace'), [
      ['genomics', '100'],
      ['oncology', '17.300000000000001'],
    ]);
    assert.deepEqual(await groups(by.admin, undefined, october, 'costCentre'), [
      ['C-17', '100'],
      ['', '17.300000000000001'],
    ]);
  });

  it('keeps another currency apart', async () => {
    const { totals } = (await world.costReports.summary(by.owner, oncology, october, 'service'))!;
    assert.deepEqual(totals, [
      { amount: '17.300000000000001', currency: 'EUR' },
      { amount: '3', currency: 'USD' },
    ]);
  });

  it('is for those who answer for the workspace alone', async () => {
    await assert.rejects(world.costReports.summary(by.researcher, oncology, october, 'service'), { code: 'forbidden' });
    await assert.rejects(world.costReports.summary(by.researcher, undefined, october, 'service'), {
      code: 'forbidden',
    });
    const outsider = caller({ aadObjectId: 'nobody', name: 'Nobody' });
    await assert.rejects(world.costLinks.open(outsider, undefined, october, { key: 'k', via: 'chat' }), WorkspaceError);
  });

  it('comes as a file with a row for each day, resource and service, harmless in a spreadsheet', async () => {
    const { tokens } = await world.costLinks.open(by.owner, oncology, autumn, { key: 'open', via: 'chat' });
    const { fileName, content } = await world.costLinks.use(tokens.csv);

    assert.equal(fileName, 'oncology-costs-2026-09-01-to-2026-10-31.csv');
    const lines = String(content).trim().split('\r\n');
    assert.equal(lines.length, 1 + 6);
    assert.match(
      lines[1]!,
      /^"2026-09-30","oncology","Oncology","","onc-r","microsoft\.compute\/virtualmachines","Virtual Machines","5","EUR"$/,
    );
    assert.ok(lines.some((line) => line.includes(`"'=Bandwidth"`)));
    assert.ok(lines.some((line) => line.includes('"1.000000000000001"')));
  });

  it('comes as a workbook whose amounts are numbers where a number keeps all their digits', async () => {
    const { tokens } = await world.costLinks.open(by.owner, oncology, october, { key: 'open', via: 'chat' });
    const { content } = await world.costLinks.use(tokens.xlsx);
    const files = unzipSync(new Uint8Array(content as Buffer));
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
    assert.match(sheet, /<v>10\.1<\/v>/);
    assert.doesNotMatch(sheet, /<f>/);
    assert.match(strFromU8(files['xl/sharedStrings.xml']!), /1\.000000000000001/);
  });

  it('has links for one person, for a quarter of an hour and three times', async () => {
    const { tokens } = await world.costLinks.open(by.owner, oncology, october, { key: 'open', via: 'chat' });
    for (let use = 0; use < 3; use += 1) await world.costLinks.use(tokens.csv);
    await assert.rejects(world.costLinks.use(tokens.csv), { code: 'conflict' });
    await world.clock.advance(15 * 60);
    await assert.rejects(world.costLinks.use(tokens.xlsx), { code: 'conflict' });
    await assert.rejects(world.costLinks.use('x'.repeat(32)), { code: 'not-found' });
  });

  it('gives nothing to somebody who lost the workspace since', async () => {
    const { tokens } = await world.costLinks.open(by.owner, oncology, october, { key: 'open', via: 'chat' });
    world.directory.leave('group-oncology', owner.aadObjectId);
    await assert.rejects(world.costLinks.use(tokens.csv), { code: 'not-found' });
  });

  it('is of this month where no time is named, of a year at most, and ends today', () => {
    const now = new Date('2026-11-22T10:00:00Z');
    assert.deepEqual(reportPeriod(undefined, now), { from: '2026-11-01', to: '2026-11-22', words: 'this month' });
    assert.deepEqual(reportPeriod(parsePeriod('last month', now), now), {
      ...{ from: '2026-10-01', to: '2026-10-31', words: 'last month' },
    });
    const all = reportPeriod(parsePeriod('since 2020', now), now);
    assert.deepEqual([all.from, all.to], ['2025-11-22', '2026-11-22']);
    assert.equal(reportPeriod(parsePeriod('this year', now), now).to, '2026-11-22');
  });
});
