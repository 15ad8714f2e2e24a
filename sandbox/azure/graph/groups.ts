import { randomUUID } from 'node:crypto';
import { asStrings, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryGroup, DirectoryPerson } from '../state.ts';
import { type Directory, uniqueNameIn } from './directory.ts';
import { badRequest, objectNotFound } from './errors.ts';
import type { GroupJournal } from './group-journal.ts';
import { groupModel } from './models.ts';

type Relation = 'members' | 'owners';

const mostBound = 20;
/** Of what can be seen in ASCII, without `@()\[]";:<>,`. */
const nicknamePattern = /^[!#-'*+\--9=?A-Z^-~]{1,64}$/;

/** The object id at the end of a reference like `https://graph.microsoft.com/v1.0/directoryObjects/<id>`. */
function referenced(value: unknown): string {
  return typeof value === 'string'
    ? (/([^/]+)\/?$/.exec(value)?.[1]?.replace(/^.*\('|'\)$/g, '') ?? '').toLowerCase()
    : '';
}

/** `/groups`: list, get, create, delete, and who is a member or an owner; also under the alternate key `uniqueName`. */
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
      .add('PATCH', '/groups/{group}', (call) => this.#upsert(call))
      .add('DELETE', '/groups/{group}', (call) => this.#with(call, (group) => this.#delete(group)));
    this.#registerOuter(router);
    for (const relation of ['members', 'owners', 'transitiveMembers'] as const) {
      const idsIn = (group: DirectoryGroup) =>
        relation === 'transitiveMembers' ? directory.allMembersOf(group) : group[relation];
      const path = `/groups/{group}/${relation}`;
      router
        .add('GET', path, (call) => this.#with(call, (group) => directory.objects(call, idsIn(group))))
        .add('GET', `${path}/microsoft.graph.user`, (call) =>
          this.#with(call, (group) => directory.people(call, this.#people(idsIn(group)), 'users')),
        )
        .add('GET', `${path}/microsoft.graph.group`, (call) =>
          this.#with(call, (group) => directory.groups(call, this.#groups(idsIn(group)), 'groups')),
        )
        .add('GET', `${path}/$count`, (call) => this.#with(call, (group) => directory.count(idsIn(group))));
      if (relation === 'transitiveMembers') continue;
      router
        .add('POST', `${path}/$ref`, (call) => this.#with(call, (group) => this.#addReference(call, group, relation)))
        .add('DELETE', `${path}/{person}/$ref`, (call) =>
          this.#with(call, (group) => this.#remove(call, group, relation)),
        );
    }
  }

  /** What a group itself is in ("List group memberOf", "List group transitive memberOf"). */
  #registerOuter(router: Router): void {
    const directory = this.#directory;
    for (const [name, outer] of [
      ['memberOf', (group: DirectoryGroup) => directory.groupsOf(group.id)],
      ['transitiveMemberOf', (group: DirectoryGroup) => directory.allGroupsOf(group.id)],
    ] as const)
      router
        .add('GET', `/groups/{group}/${name}`, (call) =>
          this.#with(call, (group) => directory.groups(call, outer(group), 'directoryObjects')),
        )
        .add('GET', `/groups/{group}/${name}/microsoft.graph.group`, (call) =>
          this.#with(call, (group) => directory.groups(call, outer(group), 'groups')),
        );
    router.add('POST', '/groups/{group}/checkMemberGroups', (call) =>
      this.#with(call, (group) => directory.check(call, group.id)),
    );
  }

  #with(call: RoutedCall, answer: (group: DirectoryGroup) => Reply): Reply {
    const group = this.#directory.group(call.params.group);
    return group ? answer(group) : objectNotFound(call.params.group ?? '');
  }

  #people(ids: readonly string[]): DirectoryPerson[] {
    return ids.flatMap((id) => this.#directory.person(id) ?? []);
  }

  #groups(ids: readonly string[]): DirectoryGroup[] {
    return ids.flatMap((id) => this.#directory.group(id) ?? []);
  }

  #problem(group: DirectoryGroup, relation: Relation, id: string): Reply | undefined {
    // A group can be a member of a group, and no owner of one.
    const isThere = this.#directory.person(id) ?? (relation === 'members' && this.#directory.group(id));
    if (!isThere) return objectNotFound(id);
    if (!group[relation].includes(id)) return undefined;
    const message = `One or more added object references already exist for the following modified properties: '${relation}'.`;
    return badRequest(message);
  }

  #add(group: DirectoryGroup, relation: Relation, id: string): void {
    group[relation] = [...group[relation], id];
    this.#journal.add({ group: group.id, what: 'added', relation, person: id });
  }

  #addReference(call: RoutedCall, group: DirectoryGroup, relation: Relation): Reply {
    const id = referenced(jsonBody(call)?.['@odata.id']);
    if (!id) return badRequest('The odata.id property is required.');
    const refused = this.#problem(group, relation, id);
    if (refused) return refused;
    this.#add(group, relation, id);
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

  /** "Upsert group" where a unique name and `Prefer: create-if-missing` come; otherwise "Update group". */
  #upsert(call: RoutedCall): Reply {
    const name = uniqueNameIn(call.params.group ?? '');
    const isMissing = name !== undefined && !this.#directory.group(call.params.group);
    const mayCreate = String(call.headers.prefer ?? '')
      .split(/[,;]\s*/)
      .includes('create-if-missing');
    if (isMissing && mayCreate) return this.#create(call, name);
    return this.#with(call, (group) => this.#update(call, group));
  }

  #update(call: RoutedCall, group: DirectoryGroup): Reply {
    const body = jsonBody(call);
    if (!body) return badRequest('Unable to read JSON request payload.');
    const bound = boundIn(body);
    if (bound.members.length > mostBound) return badRequest('A maximum of 20 members can be added in one request.');
    for (const relation of ['members', 'owners'] as const) {
      const refused = bound[relation].map((id) => this.#problem(group, relation, id)).find((problem) => problem);
      if (refused) return refused;
    }
    const { data } = this.#directory.state;
    const changed = { ...group, ...texts(body, ['displayName', 'description', 'mailNickname']) };
    data.groups = data.groups.map((other) => (other === group ? changed : other));
    for (const relation of ['members', 'owners'] as const)
      for (const id of new Set(bound[relation])) this.#add(changed, relation, id);
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

  #create(call: RoutedCall, uniqueName?: string): Reply {
    const body = jsonBody(call);
    if (!body) return badRequest('Unable to read JSON request payload.');
    const problem = problemOf(body);
    if (problem) return badRequest(problem);
    const { members, owners } = boundIn(body);
    for (const id of [...members, ...owners]) if (!this.#directory.person(id)) return objectNotFound(id);
    const group: DirectoryGroup = {
      id: randomUUID(),
      displayName: String(body.displayName),
      description: String(body.description ?? ''),
      mailNickname: String(body.mailNickname),
      ...(uniqueName !== undefined && { uniqueName }),
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

function boundIn(body: JsonObject): Record<Relation, string[]> {
  const bound = (relation: Relation) => (asStrings(body[`${relation}@odata.bind`]) ?? []).map(referenced);
  return { members: bound('members'), owners: bound('owners') };
}

/** What makes a new group a 400 ("Create group", "Upsert group"). */
function problemOf(body: JsonObject): string | undefined {
  for (const property of ['displayName', 'mailNickname', 'mailEnabled', 'securityEnabled'])
    if (body[property] === undefined) return `A value is required for property '${property}' of resource 'Group'.`;
  const { members, owners } = boundIn(body);
  const nickname = String(body.mailNickname);
  if (members.length + owners.length > mostBound) return 'A maximum of 20 relationships can be added with a group.';
  if (String(body.displayName).length > 256 || body.displayName === '')
    return "Invalid value specified for property 'displayName' of resource 'Group'.";
  if (!nicknamePattern.test(nickname))
    return "Invalid value specified for property 'mailNickname' of resource 'Group'.";
  if (body.mailEnabled === true && !asStrings(body.groupTypes)?.includes('Unified'))
    return 'The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.';
  return undefined;
}

function texts(body: JsonObject, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof body[name] === 'string' ? [[name, body[name] as string]] : [])),
  );
}
