import type { Reply } from './http.ts';

/** An error as Azure Resource Manager answers it (ARM RPC, "Error response content"). */
export function armError(status: number, code: string, message: string, headers?: Record<string, string>): Reply {
  return { status, headers: { ...headers, 'x-ms-failure-cause': 'gateway' }, body: { error: { code, message } } };
}

export function resourceNotFound(type: string, name: string, group: string): Reply {
  const message = `The Resource '${type}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return armError(404, 'ResourceNotFound', message);
}

export function groupNotFound(group: string): Reply {
  return armError(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
}

export function subscriptionNotFound(subscription: string): Reply {
  return armError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
}

/** What ARM says of a path that no provider serves. */
export function pathNotFound(path: string): Reply {
  const provider = /\/providers\/([^/]+)(?:\/([^/]+))?/i.exec(path);
  if (!provider) return armError(404, 'NotFound', `No HTTP resource was found that matches the request URI '${path}'.`);
  const [, namespace = '', type] = provider;
  if (!/^Microsoft\.(Compute|Network|Resources|CostManagement)$/i.test(namespace)) {
    return armError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
  }
  const message = `The resource type '${type ?? ''}' could not be found in the namespace '${namespace}'.`;
  return armError(404, 'InvalidResourceType', message);
}
