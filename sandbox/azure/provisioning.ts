import { createHash } from 'node:crypto';
import { location } from '../seed.ts';
import { asObject, type JsonObject } from './http.ts';
import type { ResourceGroups } from './resource-groups.ts';
import type { MachineRecord, State } from './state.ts';
import type { TemplateResource } from './template.ts';

function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(value) ?? {}).map(([name, text]) => [name, String(text)]));
}

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

function groupOf(id: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? '';
}

/** Brings deployed resources into being: resource groups and virtual machines. Of all others only the deployment tells. */
export class Provisioning {
  readonly #state: State;
  readonly #groups: ResourceGroups;

  constructor(state: State, groups: ResourceGroups) {
    this.#state = state;
    this.#groups = groups;
  }

  exists(resource: Resource): boolean {
    const type = resource.type.toLowerCase();
    if (type === 'microsoft.resources/resourcegroups') return this.#groups.find(resource.name) !== undefined;
    return type === 'microsoft.compute/virtualmachines' && this.#machine(resource) !== undefined;
  }

  apply(resource: Resource): void {
    const type = resource.type.toLowerCase();
    if (type === 'microsoft.resources/resourcegroups') this.#createGroup(resource);
    if (type === 'microsoft.compute/virtualmachines' && !this.#machine(resource)) {
      this.#state.data.machines.push(this.#createMachine(resource));
    }
  }

  #machine({ id, name }: Resource): MachineRecord | undefined {
    const group = groupOf(id).toLowerCase();
    return this.#state.data.machines.find(
      (machine) => machine.name === name && machine.resourceGroup.toLowerCase() === group,
    );
  }

  #createGroup({ name, body }: Resource): void {
    if (this.#groups.find(name)) return;
    this.#state.data.resourceGroups.push({
      name,
      location: String(body.location ?? location),
      tags: strings(body.tags),
    });
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
      tags: strings(body.tags),
      power: 'running',
      changedAt: Date.now(),
    };
  }
}
