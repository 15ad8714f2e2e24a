import { asObject, type JsonObject } from './http.ts';
import type { ResourceGroupRecord, ResourceRecord, State } from './state.ts';
import type { Usage } from './usage.ts';

function isIn(group: string, id: string): boolean {
  return `${id.toLowerCase()}/`.includes(`/resourcegroups/${group.toLowerCase()}/`);
}

/** The tags of what a body describes. */
export function tagsIn({ tags }: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(tags) ?? {}).map(([name, text]) => [name, String(text)]));
}

/** The resource groups that stand; one that is being deleted is there until that is done, then all in it is gone. */
export class ResourceGroups {
  readonly #state: State;
  readonly #usage: Usage | undefined;
  /** Called with what was in a group that is gone. */
  readonly #gone: (resources: readonly ResourceRecord[]) => void;

  /** `usage` is read before anything goes. */
  constructor(state: State, usage?: Usage, gone: (resources: readonly ResourceRecord[]) => void = () => {}) {
    this.#state = state;
    this.#usage = usage;
    this.#gone = gone;
  }

  list(): readonly ResourceGroupRecord[] {
    this.settle();
    return this.#state.data.resourceGroups;
  }

  find(name: string): ResourceGroupRecord | undefined {
    const wanted = name.toLowerCase();
    return this.list().find((group) => group.name.toLowerCase() === wanted);
  }

  /** Takes away what is deleted by now: groups, and machines. */
  settle(): void {
    const { data } = this.#state;
    const now = Date.now();
    const isGone = ({ goneAt }: { readonly goneAt?: number }) => goneAt !== undefined && goneAt <= now;
    const groups = data.resourceGroups.filter(isGone);
    if (groups.length === 0 && !data.machines.some(isGone)) return;
    this.#usage?.read();
    data.machines = data.machines.filter((machine) => !isGone(machine));
    for (const { name } of groups) this.#empty(name);
    this.#state.save();
  }

  #empty(name: string): void {
    const { data } = this.#state;
    const isElsewhere = ({ resourceGroup }: { readonly resourceGroup: string }) =>
      resourceGroup.toLowerCase() !== name.toLowerCase();
    data.resourceGroups = data.resourceGroups.filter((group) => group.name !== name);
    data.machines = data.machines.filter(isElsewhere);
    data.disks = data.disks.filter(isElsewhere);
    data.deployments = data.deployments.filter(({ scope }) => !isIn(name, scope));
    const gone = data.resources.filter(({ id }) => isIn(name, id));
    data.resources = data.resources.filter((resource) => !gone.includes(resource));
    this.#gone(gone);
  }
}
