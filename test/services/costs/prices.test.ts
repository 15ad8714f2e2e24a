import assert from 'node:assert/strict';
import { pino } from 'pino';
import { diskProduct } from '../../../services/costs/disk-tiers.ts';
import { PriceBook } from '../../../services/costs/prices.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { SimulatedPrices } from '../../support/simulated-costs.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const small = { location: 'westeurope', size: 'Standard_D4s_v5', os: 'Linux' } as const;
const large = { location: 'WestEurope', size: 'Standard_D8s_v5', os: 'Windows' } as const;
const disk = { location: 'westeurope', sku: 'Premium_LRS', sizeGiB: 128 };
const wanted = { machines: [small], disks: [disk], currencies: ['EUR'] };
const dayInS = 86_400;

function world() {
  const [clock, store, client] = [new SimulatedClock(), new MemoryStore(), new SimulatedPrices()];
  const failures: unknown[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => failures.push(line) });
  const book = new PriceBook({ client, store, clock, log });
  return { clock, store, client, book, failures, log };
}

describe('the price book', () => {
  it('knows what a machine and a disk cost an hour, and asks for each once', async () => {
    const { book, client, store, clock, log } = world();
    const prices = await book.load(wanted);
    assert.deepEqual(prices.machine(small, 'EUR'), { amount: '0.5', currency: 'EUR' });
    assert.deepEqual(prices.disk(disk, 'EUR'), { amount: '0.1', currency: 'EUR' });
    assert.equal(prices.machine(small, 'USD'), undefined);
    assert.equal(prices.machine({ ...small, location: 'northeurope' }, 'EUR'), undefined);
    assert.deepEqual(client.calls, ['sizes westeurope EUR Standard_D4s_v5', 'disks westeurope EUR']);
    await new PriceBook({ client, store, clock, log }).load(wanted);
    assert.equal(client.calls.length, 2);
  });

  it('asks for what is new alone, and for all of it after a week', async () => {
    const { book, client, clock } = world();
    await book.load(wanted);
    const prices = await book.load({ ...wanted, machines: [small, large] });
    assert.deepEqual(prices.machine(large, 'EUR'), { amount: '1', currency: 'EUR' });
    assert.deepEqual(client.calls.slice(2), ['sizes westeurope EUR Standard_D8s_v5']);
    await clock.advance(7 * dayInS);
    await book.load(wanted);
    assert.deepEqual(client.calls.slice(3), [
      'sizes westeurope EUR Standard_D4s_v5 Standard_D8s_v5',
      'disks westeurope EUR',
    ]);
  });

  it('does not ask again for a size without a price', async () => {
    const { book, client } = world();
    const unknown = { ...wanted, machines: [{ ...small, size: 'Standard_Unknown' }] };
    assert.equal((await book.load(unknown)).machine(unknown.machines[0]!, 'EUR'), undefined);
    await book.load(unknown);
    assert.equal(client.calls.length, 2);
  });

  it('keeps the last prices where Azure does not answer, and asks again the next time', async () => {
    const { book, client, clock, failures } = world();
    await book.load(wanted);
    await clock.advance(8 * dayInS);
    client.failure = new WorkspaceError('unavailable', 'No prices today.');
    const prices = await book.load({ ...wanted, currencies: ['EUR', 'USD'] });
    assert.deepEqual(prices.machine(small, 'EUR'), { amount: '0.5', currency: 'EUR' });
    assert.equal(failures.length, 1);
    client.failure = undefined;
    client.sizes = { Standard_D4s_v5: '0.6' };
    assert.deepEqual((await book.load(wanted)).machine(small, 'EUR'), { amount: '0.6', currency: 'EUR' });
  });

  it('knows prices also where nothing could be listed just now', async () => {
    const { book } = world();
    await book.load(wanted);
    const prices = await book.load({ machines: [], disks: [], currencies: ['EUR'] });
    assert.deepEqual(prices.machine(small, 'EUR'), { amount: '0.5', currency: 'EUR' });
  });
});

describe('the product of a disk', () => {
  it('is that of the next larger size', () => {
    const product = (sku: string, sizeGiB: number) => diskProduct({ sku, sizeGiB });
    assert.equal(product('Premium_LRS', 128), 'Premium SSD Managed Disks/P10 LRS');
    assert.equal(product('Premium_ZRS', 129), 'Premium SSD Managed Disks/P15 ZRS');
    assert.equal(product('StandardSSD_LRS', 4), 'Standard SSD Managed Disks/E1 LRS');
    assert.equal(product('Standard_LRS', 4), 'Standard HDD Managed Disks/S4 LRS');
    assert.equal(product('Standard_LRS', 32_767), 'Standard HDD Managed Disks/S80 LRS');
    assert.equal(product('UltraSSD_LRS', 128), undefined);
    assert.equal(product('Premium_LRS', 40_000), undefined);
  });
});
