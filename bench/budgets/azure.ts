import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { machineModel } from '../../sandbox/azure/machine-model.ts';
import type { MachineRecord } from '../../sandbox/azure/state.ts';
import { subscriptionId } from '../../sandbox/seed.ts';

export interface Calls {
  cost: number;
  costPages: number;
  compute: number;
  computePages: number;
  disks: number;
  prices: number;
}

const machinesAGroup = 3;
const sizes = ['Standard_D4s_v5', 'Standard_D8s_v5', 'Standard_E4s_v5'];
const rowsAPage = 5000;
const itemsAPage = 500;
/** The rows are of this month. */
const month = '202611';
const days = 30;

/** An Azure as large as wanted, made up as it is asked for: the shapes are Azure's, as the sandbox speaks them. Listens on 127.0.0.1. */
export class LargeAzure {
  readonly #server: Server;
  readonly #groups: number;
  readonly #since = Date.parse('2026-11-20T00:00:00Z');
  #calls: Calls = noCalls();

  private constructor(server: Server, groups: number) {
    this.#server = server;
    this.#groups = groups;
  }

  static async start(groups: number, { cert, key }: { readonly cert: string; readonly key: string }) {
    const server = createServer({ cert, key });
    const azure = new LargeAzure(server, groups);
    server.on('request', (request, response) => azure.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return azure;
  }

  get origin(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Since the last time. */
  takeCalls(): Calls {
    const calls = this.#calls;
    this.#calls = noCalls();
    return calls;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get #machines(): number {
    return this.#groups * machinesAGroup;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', this.origin);
      const body = this.#bodyOf(url, Buffer.concat(chunks).toString());
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(body ?? '{"error":{"code":"NotFound","message":"Nothing is here."}}');
    });
  }

  #bodyOf(url: URL, body: string): string | undefined {
    if (url.pathname.endsWith('/Microsoft.CostManagement/query')) return this.#costs(url, body);
    if (url.pathname.endsWith('/virtualMachines')) return this.#list(url, 'compute');
    if (url.pathname.endsWith('/disks')) return this.#list(url, 'disks');
    if (url.pathname === '/api/retail/prices') return this.#prices(url);
    return undefined;
  }

  #costs(url: URL, body: string): string {
    this.#calls.cost += 1;
    const { timePeriod, dataset } = JSON.parse(body) as {
      timePeriod: { from: string; to: string };
      dataset: { granularity: string };
    };
    const last = timePeriod.to.slice(0, 10).replaceAll('-', '');
    const first = timePeriod.from.slice(0, 10).replaceAll('-', '');
    const asked = Array.from({ length: days }, (_, index) => Number(month) * 100 + index + 1).filter(
      (day) => day >= Number(first) && day <= Number(last),
    );
    if (dataset.granularity !== 'Daily') return this.#sum(asked);
    this.#calls.costPages += 1;
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const all = this.#machines * asked.length;
    const rows: string[] = [];
    for (let at = from; at < Math.min(from + rowsAPage, all); at += 1) {
      const machine = Math.floor(at / asked.length);
      const day = asked[at % asked.length]!;
      const group = groupOf(machine);
      const id = `/subscriptions/${subscriptionId}/resourcegroups/${group}/providers/microsoft.compute/virtualmachines/${nameOf(machine)}`;
      rows.push(`[${centsOf(machine, day) / 100},${day},"${group}","${id}","Virtual Machines","EUR"]`);
    }
    const next = from + rowsAPage < all ? `"${this.#next(url, '$skiptoken', from + rowsAPage)}"` : 'null';
    return queryResult(
      ['Cost:Number', 'UsageDate:Number', 'ResourceGroupName', 'ResourceId', 'ServiceName', 'Currency'],
      rows,
      next,
    );
  }

  #sum(asked: readonly number[]): string {
    let cents = 0;
    for (let machine = 0; machine < this.#machines; machine += 1)
      for (const day of asked) cents += centsOf(machine, day);
    const row = `[${Math.floor(cents / 100)}.${`${cents % 100}`.padStart(2, '0')},"EUR"]`;
    return queryResult(['Cost:Number', 'Currency'], cents > 0 ? [row] : [], 'null');
  }

  #list(url: URL, what: 'compute' | 'disks'): string {
    this.#calls[what] += 1;
    if (what === 'compute') this.#calls.computePages = Math.ceil(this.#machines / itemsAPage);
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const value: object[] = [];
    for (let machine = from; machine < Math.min(from + itemsAPage, this.#machines); machine += 1)
      value.push(what === 'compute' ? machineModel(this.#record(machine), this.#since, true) : this.#disk(machine));
    const next = from + itemsAPage < this.#machines ? this.#next(url, '$skiptoken', from + itemsAPage) : undefined;
    return JSON.stringify({ value, ...(next && { nextLink: next }) });
  }

  /** A third of them runs. */
  #record(machine: number): MachineRecord {
    return {
      name: nameOf(machine),
      resourceGroup: groupOf(machine),
      size: sizes[machine % sizes.length]!,
      os: machine % 2 === 0 ? 'linux' : 'windows',
      vmId: `00000000-0000-4000-8000-${`${machine}`.padStart(12, '0')}`,
      privateAddress: '10.0.0.4',
      createdAt: '2026-10-01T00:00:00Z',
      tags: {},
      power: machine % machinesAGroup === 0 ? 'running' : 'deallocated',
      changedAt: this.#since,
    };
  }

  #disk(machine: number): object {
    const base = `/subscriptions/${subscriptionId}/resourceGroups/${groupOf(machine)}/providers/Microsoft.Compute`;
    return {
      name: `${nameOf(machine)}-os`,
      id: `${base}/disks/${nameOf(machine)}-os`,
      type: 'Microsoft.Compute/disks',
      location: 'westeurope',
      managedBy: `${base}/virtualMachines/${nameOf(machine)}`,
      sku: { name: 'Premium_LRS', tier: 'Premium' },
      properties: {
        osType: 'Linux',
        creationData: { createOption: 'FromImage' },
        diskSizeGB: 128,
        timeCreated: '2026-10-01T00:00:00Z',
        provisioningState: 'Succeeded',
        diskState: 'Attached',
      },
    };
  }

  #prices(url: URL): string {
    this.#calls.prices += 1;
    const common = { currencyCode: 'EUR', type: 'Consumption', effectiveStartDate: '2026-01-01T00:00:00Z' };
    const asked = url.searchParams.get('$filter') ?? '';
    const machines = sizes.flatMap((armSkuName) =>
      ['', ' Windows'].map((os) => ({
        ...{ ...common, armSkuName, retailPrice: 0.21, unitOfMeasure: '1 Hour', tierMinimumUnits: 0 },
        ...{ productName: `Virtual Machines Dsv5 Series${os}`, skuName: armSkuName, meterName: armSkuName },
      })),
    );
    const disk = {
      ...{ ...common, armSkuName: 'Premium_SSD', retailPrice: 19.71, unitOfMeasure: '1/Month', tierMinimumUnits: 0 },
      ...{ productName: 'Premium SSD Managed Disks', skuName: 'P10 LRS', meterName: 'P10 LRS Disk' },
    };
    const items = asked.includes('Virtual Machines') ? machines : [disk];
    return JSON.stringify({ BillingCurrency: 'EUR', Items: items, NextPageLink: null, Count: items.length });
  }

  #next(url: URL, name: string, value: number): string {
    const next = new URL(url);
    next.searchParams.set(name, `${value}`);
    return next.href;
  }
}

function queryResult(columns: readonly string[], rows: readonly string[], next: string): string {
  const described = columns.map((column) => {
    const [name, type = 'String'] = column.split(':');
    return { name, type };
  });
  return `{"id":"query","name":"query","type":"Microsoft.CostManagement/query","properties":{"nextLink":${next},"columns":${JSON.stringify(described)},"rows":[${rows.join(',')}]}}`;
}

function centsOf(machine: number, day: number): number {
  return 1 + ((machine * 7 + day * 13) % 900);
}

export function groupOf(machine: number): string {
  return `rg-${Math.floor(machine / machinesAGroup)}`;
}

function nameOf(machine: number): string {
  return `vm-${machine}`;
}

function noCalls(): Calls {
  return { cost: 0, costPages: 0, compute: 0, computePages: 0, disks: 0, prices: 0 };
}
