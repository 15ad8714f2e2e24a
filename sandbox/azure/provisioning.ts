import { createHash } from 'node:crypto';
import { location } from '../seed.ts';
import { asObject, type JsonObject } from './http.ts';
import { type ResourceGroups, tagsIn } from './resource-groups.ts';
import type { MachineRecord, ResourceGroupRecord, State } from './state.ts';
import type { TemplateResource } from './template.ts';

/** An id that is the same for the same resource. */
function idFor(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function isWindows(properties: JsonObject): boolean {
  const storage = asObject(properties.storageProfile);
  const osType = asObject(storage?.osDisk)?.osType;
  const publisher = String(asObject(storage?.imageReference)?.publisher ?? '');
  const configured = asObject(properties.osProfile)?.windowsConfiguration !== undefined;
  return osType === 'Windows' || configured || /^MicrosoftWindows/i.test(publisher);
}

type Resource = Pick<TemplateResource, 'id' | 'type' | 'name' | 'body'>;

function createGroup({ name, body }: Resource): ResourceGroupRecord {
  return { name, location: String(body.location ?? location), tags: tagsIn(body) };
}

function groupOf(id: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? '';
}

/** Where storage accounts are made. */
export interface Storage {
  /** One that is there is left as it is. */
  create(account: string, sku: string): Promise<void>;
  /** One that is there is left as it is. */
  createContainer(account: string, container: string): Promise<void>;
}

const groupType = 'microsoft.resources/resourcegroups';
const machineType = 'microsoft.compute/virtualmachines';

/** Brings deployed resources into being: groups, machines, storage accounts and their containers; of all others that they exist. */
export class Provisioning {
  readonly #state: State;
  readonly #groups: ResourceGroups;
  readonly #storage: Storage | undefined;

  constructor(state: State, groups: ResourceGroups, storage?: Storage) {
    this.#state = state;
    this.#groups = groups;
    this.#storage = storage;
  }

  exists(resource: Resource): boolean {
    const type = resource.type.toLowerCase();
    if (type === groupType) return this.#groups.find(resource.name) !== undefined;
    if (type === machineType) return this.#machine(resource) !== undefined;
    const id = resource.id.toLowerCase();
    return this.#state.data.resources.some((other) => other.id.toLowerCase() === id);
  }

  /** What is there is left as it is. The caller saves the state. */
  async apply(resource: Resource): Promise<void> {
    const type = resource.type.toLowerCase();
    if (type === 'microsoft.resources/deployments' || this.exists(resource)) return;
    const { data } = this.#state;
    if (type === groupType) data.resourceGroups.push(createGroup(resource));
    else if (type === machineType) data.machines.push(this.#createMachine(resource));
    else {
      const { id, name, body } = resource;
      const sku = asObject(body.sku)?.name;
      await this.#store(type, name, String(sku ?? ''));
      data.resources.push({ id, type: resource.type, name, ...(typeof sku === 'string' && { sku }) });
    }
  }

  async #store(type: string, name: string, sku: string): Promise<void> {
    const [account = '', , container = ''] = name.split('/');
    if (type === 'microsoft.storage/storageaccounts') await this.#storage?.create(account, sku);
    if (type === 'microsoft.storage/storageaccounts/blobservices/containers') {
      await this.#storage?.createContainer(account, container);
    }
  }

  #machine({ id, name }: Resource): MachineRecord | undefined {
    const group = groupOf(id).toLowerCase();
    return this.#state.data.machines.find(
      (machine) => machine.name === name && machine.resourceGroup.toLowerCase() === group,
    );
  }

  #createMachine({ id, name, body }: Resource): MachineRecord {
    const properties = asObject(body.properties) ?? {};
    const wanted = groupOf(id);
    const resourceGroup = this.#groups.find(wanted)?.name ?? wanted;
    const neighbours = this.#state.data.machines.length;
    return {
      name,
      resourceGroup,
      size: String(asObject(properties.hardwareProfile)?.vmSize ?? 'Standard_D2s_v5'),
      os: isWindows(properties) ? 'windows' : 'linux',
      vmId: idFor(id),
      privateAddress: `10.9.${neighbours >> 8}.${4 + (neighbours & 127)}`,
      createdAt: new Date().toISOString(),
      tags: tagsIn(body),
      power: 'running',
      changedAt: Date.now(),
    };
  }
}
