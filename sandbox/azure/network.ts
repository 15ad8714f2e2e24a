import { createHash } from 'node:crypto';
import { location, subscriptionId } from '../seed.ts';
import { resourceNotFound } from './arm-errors.ts';
import type { Call, JsonObject, Reply, RoutedCall } from './http.ts';
import { interfaceId, interfaceName, machineId } from './machine-model.ts';
import { pageOf } from './paging.ts';
import type { Router } from './router.ts';
import type { MachineRecord, State } from './state.ts';

/** `NetworkInterface` of a machine. */
function networkInterface(machine: MachineRecord): JsonObject {
  const id = interfaceId(machine);
  const workspace = machine.resourceGroup.replace(/^rg-/i, '');
  const digest = createHash('sha256').update(machine.resourceGroup).digest('hex');
  const suffix = `${BigInt(`0x${digest}`).toString(36).slice(0, 20)}.ax.internal.cloudapp.net`;
  const mac = createHash('sha256').update(machine.vmId).digest('hex').slice(0, 6).toUpperCase();
  const network = `/subscriptions/${subscriptionId}/resourceGroups/${machine.resourceGroup}/providers/Microsoft.Network`;
  return {
    name: interfaceName(machine),
    id,
    etag: `W/"${machine.vmId}"`,
    type: 'Microsoft.Network/networkInterfaces',
    location,
    tags: machine.tags,
    kind: 'Regular',
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: machine.vmId,
      ipConfigurations: [
        {
          name: 'ipconfig1',
          id: `${id}/ipConfigurations/ipconfig1`,
          etag: `W/"${machine.vmId}"`,
          type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
          properties: {
            provisioningState: 'Succeeded',
            privateIPAddress: machine.privateAddress,
            privateIPAllocationMethod: 'Dynamic',
            subnet: { id: `${network}/virtualNetworks/vnet-${workspace}/subnets/machines` },
            primary: true,
            privateIPAddressVersion: 'IPv4',
          },
        },
      ],
      dnsSettings: {
        dnsServers: [],
        appliedDnsServers: [],
        internalDnsNameLabel: machine.name,
        internalFqdn: `${machine.name}.${suffix}`,
        internalDomainNameSuffix: suffix,
      },
      macAddress: `00-0D-3A-${mac.match(/../g)?.join('-')}`,
      vnetEncryptionSupported: false,
      enableAcceleratedNetworking: true,
      enableIPForwarding: false,
      disableTcpStateTracking: false,
      networkSecurityGroup: { id: `${network}/networkSecurityGroups/nsg-${workspace}` },
      primary: true,
      virtualMachine: { id: machineId(machine) },
      hostedWorkloads: [],
      tapConfigurations: [],
      nicType: 'Standard',
      allowPort25Out: false,
      auxiliaryMode: 'None',
      auxiliarySku: 'None',
    },
  };
}

/** Microsoft.Network/networkInterfaces: every machine has one. */
export class Network {
  readonly #state: State;
  readonly #origin: string;
  readonly #pageSize: number;

  constructor(state: State, origin: string, pageSize: number) {
    this.#state = state;
    this.#origin = origin;
    this.#pageSize = pageSize;
  }

  register(router: Router): void {
    const interfaces = 'providers/Microsoft.Network/networkInterfaces';
    router
      .add('GET', `/subscriptions/{subscription}/${interfaces}`, (call) => this.#list(call, this.#state.data.machines))
      .add('GET', `/subscriptions/{subscription}/resourceGroups/{group}/${interfaces}`, (call) =>
        this.#list(call, this.#ofGroup(call.params.group)),
      )
      .add('GET', `/subscriptions/{subscription}/resourceGroups/{group}/${interfaces}/{interface}`, (call) =>
        this.#get(call),
      );
  }

  #ofGroup(group = ''): MachineRecord[] {
    return this.#state.data.machines.filter(({ resourceGroup }) => resourceGroup.toLowerCase() === group.toLowerCase());
  }

  #list(call: Call, machines: readonly MachineRecord[]): Reply {
    const { items, next } = pageOf(call, this.#origin, machines, this.#pageSize, '$skipToken');
    const value = items.map(networkInterface);
    return { status: 200, body: next ? { value, nextLink: next } : { value } };
  }

  #get(call: RoutedCall): Reply {
    const { group = '', interface: name = '' } = call.params;
    const machine = this.#ofGroup(group).find((candidate) => interfaceName(candidate) === name.toLowerCase());
    if (!machine) return resourceNotFound('Microsoft.Network/networkInterfaces', name, group);
    return { status: 200, headers: { ETag: `W/"${machine.vmId}"` }, body: networkInterface(machine) };
  }
}
