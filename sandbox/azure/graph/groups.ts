import { randomUUID } from 'node:crypto';
import { asStrings, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryGroup, DirectoryPerson } from '../state.ts';
import type { Directory } from './directory.ts';
import { badRequest, objectNotFound } from './errors.ts';
import type { GroupJournal } from './group-journal.ts';
import { groupModel } from './models.ts';

type Relation = 'members' | 'owners';

/** The object id at the end of a reference like `https://graph.microsoft.com/v1.0/directoryObjects/<id>`. */
function referenced(value: unknown): string {
  return typeof value === 'string' ? (/([^/]+)\/?$/.exec(value)?.[1]?.replace(/^.*\('|'\)$/g, '') ?? '') : '';
}

/** `/groups`: list, get, create, delete, and who is a member or an owner. */
export class Groups {
  readonly #directory: Directory;
  readonly #journal: GroupJournal;

  constructor(directory: Directory, journal: GroupJournal) {
    this.#directory = directory;
    this.#journal = journal;
  }

  register(router: Router): void {
    const directory = this.#directory;
    router
      .add('GET', '/groups', (call) => directory.groups(call, directory.state.data.groups, 'groups'))
      .add('POST', '/groups', (call) => this.#create(call))
      .add('GET', '/groups/{group}', (call) =>
        this.#with(call, (group) => directory.one(call, groupModel(group), 'groups')),
      )
      .add('PATCH', '/groups/{group}', (call) => this.#with(call, (group) => this.#update(call, group)))
      .add('DELETE', '/groups/{group}', (call) => this.#with(call, (group) => this.#delete(group)));
    for (const relation of ['members', 'owners', 'transitiveMembers'] as const) {
      const field: Relation = relation === 'owners' ? 'owners' : 'members';
      const path = `/groups/{group}/${relation}`;
      router
        .add('GET', path, (call) =>
          this.#with(call, (group) => directory.people(call, this.#people(group[field]), 'directoryObjects')),
        )
        .add('GET', `${path}/microsoft.graph.user`, (call) =>
          this.#with(call, (group) => directory.people(call, this.#people(group[field]), 'users')),
        )
        .add('GET', `${path}/$count`, (call) => this.#with(call, (group) => directory.count(group[field])));
      if (relation === 'transitiveMembers') continue;
      router
        .add('POST', `${path}/$ref`, (call) => this.#with(call, (group) => this.#addReference(call, group, relation)))
        .add('DELETE', `${path}/{person}/$ref`, (call) =>
          this.#with(call, (group) => this.#remove(call, group, relation)),
        );
    }
  }

  #with(call: RoutedCall, answer: (group: DirectoryGroup) => Reply): Reply {
    const group = this.#directory.group(call.params.group);
    return group ? answer(group) : objectNotFound(call.params.group ?? '');
  }

  #people(ids: readonly string[]): DirectoryPerson[] {
    return ids.flatMap((id) => this.#directory.person(id) ?? []);
  }

  #add(group: DirectoryGroup, relation: Relation, id: string): Reply | undefined {
    if (!this.#directory.person(id)) return objectNotFound(id);
    if (group[relation].includes(id)) {
      const message = `One or more added object references already exist for the following modified properties: '${relation}'.`;
      return badRequest(message);
    }
    group[relation] = [...group[relation], id];
    this.#journal.add({ group: group.id, what: 'added', relation, person: id });
    return undefined;
  }

  #addReference(call: RoutedCall, group: DirectoryGroup, relation: Relation): Reply {
    const id = referenced(jsonBody(call)?.['@odata.id']);
    if (!id) return badRequest('The odata.id property is required.');
    const refused = this.#add(group, relation, id.toLowerCase());
    if (refused) return refused;
    this.#directory.state.save();
    return { status: 204 };
  }

  #remove(call: RoutedCall, group: DirectoryGroup, relation: Relation): Reply {
    const id = call.params.person?.toLowerCase() ?? '';
    if (!group[relation].includes(id)) return objectNotFound(id);
    if (relation === 'owners' && group.owners.length === 1) {
      return badRequest('The group must have at least one owner, hence this owner cannot be removed.');
    }
    group[relation] = group[relation].filter((other) => other !== id);
    this.#journal.add({ group: group.id, what: 'removed', relation, person: id });
    this.#directory.state.save();
    return { status: 204 };
  }

  #update(call: RoutedCall, group: DirectoryGroup): Reply {
    const body = jsonBody(call);
    if (!body) return badRequest('Unable to read JSON request payload.');
    const references = asStrings(body['members@odata.bind']) ?? [];
    if (references.length > 20) return badRequest('A maximum of 20 members can be added in one request.');
    for (const reference of references) {
      const refused = this.#add(group, 'members', referenced(reference).toLowerCase());
      if (refused) return refused;
    }
    const { data } = this.#directory.state;
    const changed = { ...group, ...texts(body, ['displayName', 'description', 'mailNickname']) };
    data.groups = data.groups.map((other) => (other === group ? changed : other));
    this.#directory.state.save();
    return { status: 204 };
  }

  #delete(group: DirectoryGroup): Reply {
    const { data } = this.#directory.state;
    data.groups = data.groups.filter((other) => other !== group);
    this.#journal.add({ group: group.id, what: 'removed' });
    this.#directory.state.save();
    return { status: 204 };
  }

  #create(call: RoutedCall): Reply {
    const body = jsonBody(call);
    if (!body) return badRequest('Unable to read JSON request payload.');
    for (const property of ['displayName', 'mailNickname', 'mailEnabled', 'securityEnabled']) {
      if (body[property] === undefined) {
        return badRequest(`A value is required for property '${property}' of resource 'Group'.`);
      }
    }
    const bound = (relation: Relation) => (asStrings(body[`${relation}@odata.bind`]) ?? []).map(referenced);
    const { members, owners } = { members: bound('members'), owners: bound('owners') };
    for (const id of [...members, ...owners]) if (!this.#directory.person(id)) return objectNotFound(id);
    const group: DirectoryGroup = {
      id: randomUUID(),
      displayName: String(body.displayName),
      description: String(body.description ?? ''),
      mailNickname: String(body.mailNickname),
      createdDateTime: new Date().toISOString(),
      groupTypes: asStrings(body.groupTypes) ?? [],
      members,
      owners,
    };
    this.#directory.state.data.groups.push(group);
    this.#journal.add(
      { group: group.id, what: 'added' },
      ...members.map((person) => ({ group: group.id, what: 'added', relation: 'members', person }) as const),
      ...owners.map((person) => ({ group: group.id, what: 'added', relation: 'owners', person }) as const),
    );
    this.#directory.state.save();
    return { ...this.#directory.one(call, groupModel(group), 'groups'), status: 201 };
  }
}

function texts(body: JsonObject, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof body[name] === 'string' ? [[name, body[name] as string]] : [])),
  );
}
