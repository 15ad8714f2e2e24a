import { asStrings, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryGroup, DirectoryPerson } from '../state.ts';
import type { Directory } from './directory.ts';
import { badRequest, objectNotFound } from './errors.ts';
import { personDefaults, personModel } from './models.ts';

/** `/users`: people, what they are members and owners of, and membership checks. */
export class Users {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  register(router: Router): void {
    const directory = this.#directory;
    router
      .add('GET', '/users', (call) => directory.people(call, directory.state.data.people, 'users'))
      .add('GET', '/users/$count', () => directory.count(directory.state.data.people))
      .add('GET', '/users/{user}', (call) =>
        this.#with(call, (person) => directory.one(call, personModel(person), 'users', personDefaults)),
      )
      .add('POST', '/users/{user}/checkMemberGroups', (call) => this.#with(call, (person) => this.#check(call, person)))
      .add('POST', '/users/{user}/checkMemberObjects', (call) =>
        this.#with(call, (person) => this.#check(call, person)),
      )
      .add('POST', '/users/{user}/getMemberGroups', (call) => this.#with(call, (person) => this.#all(call, person)))
      .add('POST', '/users/{user}/getMemberObjects', (call) => this.#with(call, (person) => this.#all(call, person)));
    const member = (person: DirectoryPerson) => directory.groupsOf(person.id);
    const owner = (person: DirectoryPerson) => directory.groupsOwnedBy(person.id);
    this.#registerList(router, 'memberOf', member);
    this.#registerList(router, 'transitiveMemberOf', member);
    this.#registerList(router, 'ownedObjects', owner);
  }

  /** The list as mixed directory objects and, cast, as groups alone. */
  #registerList(router: Router, name: string, groups: (person: DirectoryPerson) => DirectoryGroup[]): void {
    const directory = this.#directory;
    const path = `/users/{user}/${name}`;
    router
      .add('GET', path, (call) =>
        this.#with(call, (person) => directory.groups(call, groups(person), 'directoryObjects')),
      )
      .add('GET', `${path}/microsoft.graph.group`, (call) =>
        this.#with(call, (person) => directory.groups(call, groups(person), 'groups')),
      )
      .add('GET', `${path}/$count`, (call) => this.#with(call, (person) => directory.count(groups(person))))
      .add('GET', `${path}/microsoft.graph.group/$count`, (call) =>
        this.#with(call, (person) => directory.count(groups(person))),
      );
  }

  #with(call: RoutedCall, answer: (person: DirectoryPerson) => Reply): Reply {
    const person = this.#directory.person(call.params.user);
    return person ? answer(person) : objectNotFound(call.params.user ?? '');
  }

  #check(call: RoutedCall, person: DirectoryPerson): Reply {
    const body = jsonBody(call);
    const ids = asStrings(body?.groupIds ?? body?.ids);
    if (!ids) return badRequest('The groupIds property is required.');
    if (ids.length > 20) return badRequest('Too many object identifiers specified. A maximum of 20 can be checked.');
    const member = new Set(this.#directory.groupsOf(person.id).map(({ id }) => id));
    return this.#ids(
      call,
      ids.filter((id) => member.has(id.toLowerCase())),
    );
  }

  #all(call: RoutedCall, person: DirectoryPerson): Reply {
    const securityOnly = jsonBody(call)?.securityEnabledOnly === true;
    const groups = this.#directory
      .groupsOf(person.id)
      .filter(({ groupTypes }) => !securityOnly || groupTypes.length === 0);
    return this.#ids(
      call,
      groups.map(({ id }) => id),
    );
  }

  #ids(call: RoutedCall, value: readonly string[]): Reply {
    const context = `${this.#directory.root(call)}/$metadata#Collection(Edm.String)`;
    return { status: 200, body: { '@odata.context': context, value } };
  }
}
