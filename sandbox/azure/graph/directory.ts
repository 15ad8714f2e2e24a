import type { Call, JsonObject, Reply } from '../http.ts';
import type { DirectoryGroup, DirectoryPerson, State } from '../state.ts';
import { collection, project } from './collection.ts';
import { groupModel, personDefaults, personModel } from './models.ts';

/** People and groups of the tenant, and how they are shown. */
export class Directory {
  readonly state: State;
  readonly #origin: string;
  readonly #pageSize: number;
  #keys: ReadonlyMap<string, DirectoryPerson> = new Map();

  constructor(state: State, origin: string, pageSize: number) {
    this.state = state;
    this.#origin = origin;
    this.#pageSize = pageSize;
  }

  /** By object id or user principal name. */
  person(key = ''): DirectoryPerson | undefined {
    const { people } = this.state.data;
    if (this.#keys.size !== people.length * 2) {
      const entries = people.flatMap((person) => [
        [person.userPrincipalName.toLowerCase(), person] as const,
        [person.id, person] as const,
      ]);
      this.#keys = new Map(entries);
    }
    return this.#keys.get(key.toLowerCase());
  }

  /** By object id, or by its alternate key as `uniqueName='...'`. */
  group(key = ''): DirectoryGroup | undefined {
    const { groups } = this.state.data;
    const name = uniqueNameIn(key);
    if (name !== undefined) return groups.find(({ uniqueName }) => uniqueName === name);
    return groups.find(({ id }) => id === key.toLowerCase());
  }

  /** The groups that somebody is a member of; ownership alone does not count, as in Entra ID. */
  groupsOf(personId: string): DirectoryGroup[] {
    return this.state.data.groups.filter(({ members }) => members.includes(personId));
  }

  groupsOwnedBy(personId: string): DirectoryGroup[] {
    return this.state.data.groups.filter(({ owners }) => owners.includes(personId));
  }

  /** The root of the version that the call came by. */
  root(call: Call): string {
    return `${this.#origin}/${call.path.split('/')[1]}`;
  }

  people(call: Call, people: readonly DirectoryPerson[], context: 'users' | 'directoryObjects'): Reply {
    return this.#list(call, people, personModel, context, '#microsoft.graph.user', personDefaults);
  }

  groups(call: Call, groups: readonly DirectoryGroup[], context: 'groups' | 'directoryObjects'): Reply {
    return this.#list(call, groups, groupModel, context, '#microsoft.graph.group');
  }

  one(call: Call, item: JsonObject, context: string, defaults?: readonly string[]): Reply {
    const select = call.query.get('$select');
    const fields = select ? `(${select})` : '';
    const body = {
      '@odata.context': `${this.root(call)}/$metadata#${context}${fields}/$entity`,
      ...project(item, select, defaults),
    };
    return { status: 200, body };
  }

  /** The number of things, for `/$count`. */
  count(items: readonly unknown[]): Reply {
    return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: String(items.length) };
  }

  #list<T>(
    call: Call,
    items: readonly T[],
    model: (item: T) => JsonObject,
    context: string,
    type: string,
    defaults?: readonly string[],
  ): Reply {
    const options = { root: this.root(call), origin: this.#origin, context, defaults, pageSize: this.#pageSize };
    // A list of mixed objects names each one's type; a list cast to one type does not.
    const show = context === 'directoryObjects' ? (item: T) => ({ '@odata.type': type, ...model(item) }) : model;
    return collection(call, items, show, options);
  }
}

/** The name in an alternate key like `uniqueName='...'`; undefined where it is none. */
export function uniqueNameIn(key: string): string | undefined {
  return /^uniqueName='((?:[^']|'')+)'$/i.exec(key)?.[1]?.replaceAll("''", "'");
}
