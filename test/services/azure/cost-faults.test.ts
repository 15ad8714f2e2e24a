import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureCosts } from '../../../services/azure/costs.ts';
import type { CostRow } from '../../../services/costs/cost.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';
import { ScriptedAzure, type ScriptedCall, type ScriptedReply } from '../../support/scripted-azure.ts';

const period = { from: '2026-11-01', to: '2026-11-30' };
const columns = ['Cost', 'UsageDate', 'ResourceGroupName', 'ResourceId', 'ServiceName', 'Currency'];
const row = (amount: string, day = '20261102') => `[${amount}, ${day}, "rg-a", "/x/VM", "Virtual Machines", "EUR"]`;

/** An answer of Cost Management; rows as they shall stand. */
function table(rows: readonly string[], names: readonly string[] = columns, nextLink?: string): ScriptedReply {
  const named = JSON.stringify(names.map((name) => ({ name, type: 'String' })));
  return {
    body: `{"properties":{"nextLink":${JSON.stringify(nextLink ?? null)},"columns":${named},"rows":[${rows}]}}`,
  };
}

const sum = (amount: string) => table([`[${amount}, "EUR"]`], ['Cost', 'Currency']);
const isSum = ({ body }: ScriptedCall) => !body.includes('grouping');
const page = ({ path }: ScriptedCall) => Number(/page=(\d+)/.exec(path)?.[1] ?? 1);

describe('AzureCosts, of answers that are not as they should be,', () => {
  let world: World;

  before(async () => {
    world = await startWorld();
  });
  after(() => world[Symbol.asyncDispose]());

  type Script = (call: ScriptedCall, origin: string) => ScriptedReply;
  const ask = async (script: Script): Promise<{ rows: CostRow[]; calls: readonly ScriptedCall[] }> => {
    await using azure = await ScriptedAzure.start(world.certificates, script);
    const costs = new AzureCosts({ credential: world.credential, subscriptionId, endpoint: azure.origin });
    const rows = (await Array.fromAsync(costs.rows(period))).flat();
    return { rows, calls: azure.calls };
  };
  const refused = async (script: Script, why: string) => {
    await assert.rejects(ask(script), { name: 'WorkspaceError', code: 'unavailable' }, why);
  };

  it('find columns by their names, in whatever order and by whichever name', async () => {
    const names = ['currency', 'ServiceName', 'ResourceGroup', 'UsageDate', 'PreTaxCost', 'ResourceId'];
    const { rows } = await ask((call) =>
      isSum(call)
        ? sum('1.5')
        : table(
            ['["eur", "Storage", "RG-A", 20261103, 1.25, "/X/Disk"]', '["EUR", "Tax", null, 20261104, 0.25, null]'],
            names,
          ),
    );

    assert.deepEqual(rows, [
      {
        resourceGroup: 'rg-a',
        resourceId: '/x/disk',
        service: 'Storage',
        day: '2026-11-03',
        amount: '1.25',
        currency: 'EUR',
      },
      { resourceGroup: '', resourceId: '', service: 'Tax', day: '2026-11-04', amount: '0.25', currency: 'EUR' },
    ]);
  });

  it('keep every digit', async () => {
    const amounts = ['0.12345678901234567890123456789', '1.2E-05', '-3.10', '9007199254740993', '0.0'];
    const { rows } = await ask((call) =>
      isSum(call) ? sum('9007199254740990.0234687890') : table(amounts.map((amount) => row(amount))),
    );

    assert.deepEqual(
      rows.map(({ amount }) => amount),
      ['0.12345678901234567890123456789', '0.000012', '-3.1', '9007199254740993', '0'],
    );
  });

  it('ask the next page with the same question', async () => {
    const { rows, calls } = await ask((call, origin) => {
      if (isSum(call)) return sum('3');
      return page(call) === 1 ? table([row('1')], columns, `${origin}/next?page=2`) : table([row('2')]);
    });

    assert.equal(rows.length, 2);
    assert.deepEqual(
      calls.map(({ method, authorized }) => [method, authorized]),
      Array(3).fill(['POST', true]),
    );
    assert.equal(calls[0]?.body, calls[1]?.body);
  });

  it('do not take a part for the whole where a page is missing', async () => {
    await refused((call) => (isSum(call) ? sum('3.01') : table([row('1'), row('2')])), 'a missing page');
    await refused((call) => (isSum(call) ? sum('3') : table([row('1'), row('2'), row('2')])), 'a page twice');
    await refused((call) => (isSum(call) ? table([], ['Cost', 'Currency']) : table([row('1')])), 'no sum');
    await refused(
      (call) => (isSum(call) ? table(['[1, "EUR"]', '[5, "USD"]'], ['Cost', 'Currency']) : table([row('1')])),
      'a currency of which no row tells',
    );
    await refused((call) => (isSum(call) ? sum('1') : table([])), 'no rows');
  });

  it('let pass what floats make of a sum', async () => {
    const { rows } = await ask((call) => (isSum(call) ? sum('0.30000000000000004') : table([row('0.1'), row('0.2')])));

    assert.equal(rows.length, 2);
  });

  it('come to an end where pages do not', async () => {
    await refused((_, origin) => table([row('1')], columns, `${origin}/next?page=2`), 'a loop');
  });

  it('send nobody else the token', async () => {
    await using thief = await ScriptedAzure.start(world.certificates, () => table([]));
    await refused(() => table([row('1')], columns, `${thief.origin}/next`), 'another origin');
    await refused(() => table([row('1')], columns, 'elsewhere'), 'no address');

    assert.deepEqual(thief.calls, []);
  });

  it('have no rows where Azure answers without content', async () => {
    const { rows } = await ask(() => ({ status: 204, body: '' }));

    assert.deepEqual(rows, []);
  });

  const malformed: readonly (readonly [what: string, reply: ScriptedReply])[] = [
    ['no JSON', { body: '<html>' }],
    ['nothing', { body: 'null' }],
    ['no table', { body: '{"properties":{}}' }],
    ['a column too few', table([row('1')], columns.slice(1))],
    ['a row too short', table(['[1, 20261102, "rg-a", "/x", "VM"]'])],
    ['an amount that is a word', table([row('"many"')])],
    ['an amount that is null', table([row('null')])],
    ['a day that is none', table([row('1', '2026')])],
    ['a day of another month', table([row('1', '20261201')])],
    ['a name that is a list', table(['[1, 20261102, [], "/x", "VM", "EUR"]'])],
    ['a currency that is none', table(['[1, 20261102, "rg-a", "/x", "VM", "euro"]'])],
    ['a link that is a number', { body: `{"properties":{"nextLink":[1],"columns":[],"rows":[]}}` }],
  ];
  it('refuse what does not read as costs', async () => {
    for (const [what, reply] of malformed) await refused((call) => (isSum(call) ? sum('1') : reply), what);
  });

  it('take the longest wait of all headers', async () => {
    const header = (limit: string) => `x-ms-ratelimit-microsoft.costmanagement-${limit}-retry-after`;
    const waits = { 'retry-after': '4', [header('entity')]: '12', [header('tenant')]: '90', [header('qpu')]: 'soon' };
    const throttling = ask(() => ({
      status: 429,
      headers: waits,
      body: '{"error":{"code":"429","message":"Too many requests."}}',
    }));

    await assert.rejects(throttling, { name: 'WorkspaceError', code: 'throttled', retryAfterSeconds: 90 });
  });
});
