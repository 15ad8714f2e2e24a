import { createHash } from 'node:crypto';
import { location } from '../seed.ts';
import { resourceNotFound } from './arm-errors.ts';
import type { Call, JsonObject, Reply, RoutedCall } from './http.ts';
import { diskId, machineId, osDisk } from './machine-model.ts';
import { settle } from './machine-state.ts';
import { pageOf } from './paging.ts';
import type { Router } from './router.ts';
import type { DiskRecord, MachineRecord, State } from './state.ts';

export interface DisksOptions {
  readonly origin: string;
  readonly state: State;
  readonly pageSize: number;
}

/** A disk, and the machine it belongs to. */
interface Owned extends DiskRecord {
  readonly machine?: MachineRecord;
}

export function allDisks(state: State): Owned[] {
  return [...state.data.machines.map((machine) => ({ ...osDisk(machine), machine })), ...state.data.disks];
}

/** Microsoft.Compute/disks: the machines' own, and those without a machine. */
export class Disks {
  readonly #options: DisksOptions;

  constructor(options: DisksOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    const disks = 'providers/Microsoft.Compute/disks';
    const group = `/subscriptions/{subscription}/resourceGroups/{group}/${disks}`;
    router
      .add('GET', `/subscriptions/{subscription}/${disks}`, (call) => this.#list(call, () => true))
      .add('GET', group, (call) => this.#list(call, (disk) => isIn(disk, call)))
      .add('GET', `${group}/{disk}`, (call) => this.#get(call));
  }

  #list(call: Call, fits: (disk: Owned) => boolean): Reply {
    const { origin, pageSize, state } = this.#options;
    const { items, next } = pageOf(call, origin, allDisks(state).filter(fits), pageSize, '$skipToken');
    const value = items.map(model);
    return { status: 200, body: next ? { value, nextLink: next } : { value } };
  }

  #get(call: RoutedCall): Reply {
    const { group = '', disk: name = '' } = call.params;
    const found = allDisks(this.#options.state).find(
      (disk) => isIn(disk, call) && disk.name.toLowerCase() === name.toLowerCase(),
    );
    if (!found) return resourceNotFound('Microsoft.Compute/disks', name, group);
    return { status: 200, body: model(found) };
  }
}

function isIn({ resourceGroup }: DiskRecord, { params }: RoutedCall): boolean {
  return resourceGroup.toLowerCase() === params.group?.toLowerCase();
}

/** `Disk`. */
function model(disk: Owned): JsonObject {
  const { machine, name, sku, sizeGiB, createdAt } = disk;
  const id = diskId(disk);
  if (machine) settle(machine, Date.now());
  return {
    name,
    id,
    type: 'Microsoft.Compute/disks',
    location,
    ...(machine && { managedBy: machineId(machine), tags: machine.tags }),
    sku: { name: sku, tier: sku.startsWith('Premium') ? 'Premium' : 'Standard' },
    properties: {
      ...(machine && { osType: machine.os === 'linux' ? 'Linux' : 'Windows' }),
      creationData: { createOption: machine ? 'FromImage' : 'Empty' },
      diskSizeGB: sizeGiB,
      diskSizeBytes: sizeGiB * 2 ** 30,
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      networkAccessPolicy: 'DenyAll',
      timeCreated: createdAt,
      provisioningState: 'Succeeded',
      diskState: machine ? (machine.power === 'deallocated' ? 'Reserved' : 'Attached') : 'Unattached',
      uniqueId: createHash('sha256')
        .update(id)
        .digest('hex')
        .slice(0, 32)
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    },
  };
}
