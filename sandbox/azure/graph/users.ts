import { jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryGroup, DirectoryPerson } from '../state.ts';
import type { Directory } from './directory.ts';
import { objectNotFound } from './errors.ts';
import { personDefaults, personModel } from './models.ts';
import { selectsSignIns, signInModel } from './sign-in-activity.ts';

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
        this.#with(call, (person) => {
          const shown = { ...personModel(person), ...(selectsSignIns(call) && signInModel(person)) };
          return directory.one(call, shown, 'users', personDefaults);
        }),
      )
      .add('POST', '/users/{user}/checkMemberGroups', (call) =>
        this.#with(call, (person) => directory.check(call, person.id)),
      )
      .add('POST', '/users/{user}/checkMemberObjects', (call) =>
        this.#with(call, (person) => directory.check(call, person.id)),
      )
      .add('POST', '/users/{user}/getMemberGroups', (call) => this.#with(call, (person) => this.#all(call, person)))
      .add('POST', '/users/{user}/getMemberObjects', (call) => this.#with(call, (person) => this.#all(call, person)));
    const member = (person: DirectoryPerson) => directory.groupsOf(person.id);
    const owner = (person: DirectoryPerson) => directory.groupsOwnedBy(person.id);
    this.#registerList(router, 'memberOf', member);
    this.#registerList(router, 'transitiveMemberOf', (person) => directory.allGroupsOf(person.id));
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

  #all(call: RoutedCall, person: DirectoryPerson): Reply {
    const securityOnly = jsonBody(call)?.securityEnabledOnly === true;
    const groups = this.#directory
      .allGroupsOf(person.id)
      .filter(({ groupTypes }) => !securityOnly || groupTypes.length === 0);
    return this.#directory.ids(
      call,
      groups.map(({ id }) => id),
    );
  }
}
