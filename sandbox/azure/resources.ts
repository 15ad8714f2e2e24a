import { location, subscriptionId, tenantId } from '../seed.ts';
import { armError, groupNotFound } from './arm-errors.ts';
import { type Call, type JsonObject, jsonBody, type Reply, type RoutedCall } from './http.ts';
import { machineId } from './machine-model.ts';
import type { Operations } from './operations.ts';
import { labdeskRole, makerRole } from './own-rights.ts';
import { pageOf } from './paging.ts';
import { type ResourceGroups, tagsIn } from './resource-groups.ts';
import type { Router } from './router.ts';
import type { ResourceGroupRecord, State } from './state.ts';

export interface ResourcesOptions {
  readonly origin: string;
  readonly state: State;
  readonly groups: ResourceGroups;
  readonly operations: Operations;
  /** How long it takes to delete a group. */
  readonly deploySeconds: number;
  readonly pageSize: number;
}

function groupModel(group: ResourceGroupRecord): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${group.name}`,
    name: group.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: group.location,
    tags: group.tags,
    properties: { provisioningState: group.goneAt === undefined ? 'Succeeded' : 'Deleting' },
  };
}

/** Resource groups, what lies in them, and the subscription itself. */
export class Resources {
  readonly #options: ResourcesOptions;

  constructor(options: ResourcesOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    const group = '/subscriptions/{subscription}/resourceGroups/{group}';
    const { operations } = this.#options;
    router
      .add('GET', '/subscriptions', () => ({ status: 200, body: { value: [subscription] } }))
      .add('GET', '/subscriptions/{subscription}', () => ({ status: 200, body: subscription }))
      .add('GET', '/tenants', () => ({ status: 200, body: { value: [{ id: `/tenants/${tenantId}`, tenantId }] } }))
      .add('GET', `${group}/providers/Microsoft.Authorization/permissions`, (call) =>
        this.#with(call, () => ({ status: 200, body: { value: [labdeskRole, makerRole] } })),
      )
      .add('GET', '/subscriptions/{subscription}/operationresults/{id}', (call) => operations.outcome(call))
      .add('GET', '/subscriptions/{subscription}/resourceGroups', (call) => this.#list(call))
      .add('GET', '/subscriptions/{subscription}/resources', (call) => this.#resources(call))
      .add('GET', `${group}/resources`, (call) => this.#resources(call, call.params.group))
      .add('GET', group, (call) => this.#with(call, (found) => ({ status: 200, body: groupModel(found) })))
      .add('HEAD', group, (call) => ({ status: this.#options.groups.find(call.params.group ?? '') ? 204 : 404 }))
      .add('PUT', group, (call) => this.#put(call))
      .add('PATCH', group, (call) => this.#with(call, (found) => this.#patch(call, found)))
      .add('DELETE', group, (call) => this.#with(call, (found) => this.#delete(call, found)));
  }

  #with(call: RoutedCall, answer: (group: ResourceGroupRecord) => Reply): Reply {
    const found = this.#options.groups.find(call.params.group ?? '');
    return found ? answer(found) : groupNotFound(call.params.group ?? '');
  }

  #page(call: Call, items: readonly JsonObject[]): Reply {
    const { origin, pageSize } = this.#options;
    const { items: value, next } = pageOf(call, origin, items, pageSize, '$skiptoken');
    return { status: 200, body: next ? { value, nextLink: next } : { value } };
  }

  #list(call: Call): Reply {
    const filter = call.query.get('$filter') ?? '';
    const name = /tagName eq '([^']*)'/i.exec(filter)?.[1];
    const value = /tagValue eq '([^']*)'/i.exec(filter)?.[1];
    const found = this.#options.groups
      .list()
      .filter(({ tags }) => name === undefined || (name in tags && (value === undefined || tags[name] === value)));
    return this.#page(call, found.map(groupModel));
  }

  #resources(call: Call, group?: string): Reply {
    const machines = this.#options.state.data.machines.filter(
      ({ resourceGroup }) => group === undefined || resourceGroup.toLowerCase() === group.toLowerCase(),
    );
    const shown = machines.map((machine) => ({
      id: machineId(machine),
      name: machine.name,
      type: 'Microsoft.Compute/virtualMachines',
      location,
      tags: machine.tags,
    }));
    return this.#page(call, shown);
  }

  #put(call: RoutedCall): Reply {
    const body = jsonBody(call);
    const name = call.params.group ?? '';
    if (typeof body?.location !== 'string') {
      return armError(400, 'LocationRequired', 'The location property is required for this definition.');
    }
    if (!/^[\w().-]{1,90}$/.test(name) || name.endsWith('.')) {
      return armError(
        400,
        'InvalidResourceGroupName',
        `The provided resource group name '${name}' has invalid characters.`,
      );
    }
    const { groups, state } = this.#options;
    const existing = groups.find(name);
    if (existing?.goneAt !== undefined) {
      const message = `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`;
      return armError(409, 'ResourceGroupBeingDeleted', message);
    }
    if (existing && existing.location !== body.location.toLowerCase()) {
      const message = `Invalid resource group location '${body.location}'. The Resource group already exists in location '${existing.location}'.`;
      return armError(409, 'InvalidResourceGroupLocation', message);
    }
    const group = existing ?? { name, location: body.location.toLowerCase(), tags: {} };
    group.tags = tagsIn(body);
    if (!existing) state.data.resourceGroups.push(group);
    state.save();
    return { status: existing ? 200 : 201, body: groupModel(group) };
  }

  #patch(call: RoutedCall, group: ResourceGroupRecord): Reply {
    const body = jsonBody(call);
    if (body?.tags !== undefined) group.tags = tagsIn(body);
    this.#options.state.save();
    return { status: 200, body: groupModel(group) };
  }

  #delete(call: RoutedCall, group: ResourceGroupRecord): Reply {
    const { deploySeconds, operations, state } = this.#options;
    const operation = operations.start(deploySeconds * 1000);
    group.goneAt ??= operation.endsAt;
    state.save();
    return operations.acceptedByResources(operation, call.query.get('api-version') ?? '');
  }
}

const subscription = {
  id: `/subscriptions/${subscriptionId}`,
  subscriptionId,
  tenantId,
  displayName: 'Research Environment',
  state: 'Enabled',
  subscriptionPolicies: {
    locationPlacementId: 'Public_2014-09-01',
    quotaId: 'PayAsYouGo_2014-09-01',
    spendingLimit: 'Off',
  },
  authorizationSource: 'RoleBased',
};
