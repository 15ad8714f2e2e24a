import type { ResourceGroupRecord, State } from './state.ts';

/** The resource groups that stand; one that is being deleted is there until that is done, then all in it is gone. */
export class ResourceGroups {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  list(): readonly ResourceGroupRecord[] {
    const { data } = this.#state;
    const now = Date.now();
    const gone = data.resourceGroups.filter(({ goneAt }) => goneAt !== undefined && goneAt <= now);
    for (const { name } of gone) {
      data.resourceGroups = data.resourceGroups.filter((group) => group.name !== name);
      data.machines = data.machines.filter((machine) => machine.resourceGroup !== name);
    }
    return data.resourceGroups;
  }

  find(name: string): ResourceGroupRecord | undefined {
    const wanted = name.toLowerCase();
    return this.list().find((group) => group.name.toLowerCase() === wanted);
  }
}
