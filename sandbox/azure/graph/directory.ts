import { asStrings, type Call, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { DirectoryGroup, DirectoryPerson, State } from '../state.ts';
import { collection, project } from './collection.ts';
import { badRequest } from './errors.ts';
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

  /** The groups that a person or a group is a member of; ownership alone does not count, as in Entra ID. */
  groupsOf(id: string): DirectoryGroup[] {
    return this.state.data.groups.filter(({ members }) => members.includes(id));
  }

  /** The same with the groups that these are in, and so on; each once, also where groups go round in a circle. */
  allGroupsOf(id: string): DirectoryGroup[] {
    const found = new Set(this.groupsOf(id));
    for (const group of found) for (const outer of this.groupsOf(group.id)) found.add(outer);
    return [...found];
  }

  /** Ids of whoever is in a group, and in the groups in it. */
  allMembersOf(group: DirectoryGroup): string[] {
    const found = new Set(group.members);
    for (const id of found) for (const inner of this.group(id)?.members ?? []) found.add(inner);
    return [...found];
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

  /** People and groups in one list. */
  objects(call: Call, ids: readonly string[]): Reply {
    const hasSelect = call.query.has('$select');
    const items = ids.flatMap((id): JsonObject[] => {
      const [person, group] = [this.person(id), this.group(id)];
      if (group) return [{ '@odata.type': '#microsoft.graph.group', ...groupModel(group) }];
      if (!person) return [];
      const shown = hasSelect ? personModel(person) : project(personModel(person), null, personDefaults);
      return [{ '@odata.type': '#microsoft.graph.user', ...shown }];
    });
    const options = {
      root: this.root(call),
      origin: this.#origin,
      context: 'directoryObjects',
      pageSize: this.#pageSize,
    };
    return collection(call, items, (item) => item, options);
  }

  /** "directoryObject: checkMemberGroups": of up to 20 groups those that a person or a group is in, also through others. */
  check(call: RoutedCall, id: string): Reply {
    const body = jsonBody(call);
    const ids = asStrings(body?.groupIds ?? body?.ids);
    if (!ids) return badRequest('The groupIds property is required.');
    if (ids.length > 20) return badRequest('Too many object identifiers specified. A maximum of 20 can be checked.');
    const member = new Set(this.allGroupsOf(id).map((group) => group.id));
    return this.ids(
      call,
      ids.filter((each) => member.has(each.toLowerCase())),
    );
  }

  ids(call: RoutedCall, value: readonly string[]): Reply {
    return { status: 200, body: { '@odata.context': `${this.root(call)}/$metadata#Collection(Edm.String)`, value } };
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
