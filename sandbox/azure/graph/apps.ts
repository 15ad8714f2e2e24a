import { clientId, tenantId } from '../../seed.ts';
import { jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryPerson } from '../state.ts';
import type { Directory } from './directory.ts';
import { badRequest, graphError, objectNotFound } from './errors.ts';

/** The catalogue id of the organisation's one Teams app. */
const catalogueId = 'b1c5353a-7aca-41b3-830f-27d5218fe0e5';
const app = { id: catalogueId, externalId: clientId, displayName: 'Labdesk', distributionMethod: 'organization' };

/** An installation's id: base64 of person and app, as Graph makes them. */
function installationId(person: DirectoryPerson): string {
  return Buffer.from(`${person.id}##${catalogueId}`).toString('base64');
}

/** Teams apps: the catalogue, and proactive installation for a person. */
export class Apps {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  register(router: Router): void {
    const path = '/users/{user}/teamwork/installedApps';
    router
      .add('GET', '/appCatalogs/teamsApps', (call) => this.#catalogue(call))
      .add('GET', path, (call) => this.#with(call, (person) => this.#list(call, person)))
      .add('POST', path, (call) => this.#with(call, (person) => this.#install(call, person)))
      .add('DELETE', `${path}/{installation}`, (call) => this.#with(call, (person) => this.#uninstall(call, person)))
      .add('GET', `${path}/{installation}/chat`, (call) => this.#with(call, (person) => this.#chat(call, person)));
  }

  #with(call: RoutedCall, answer: (person: DirectoryPerson) => Reply): Reply {
    const person = this.#directory.person(call.params.user);
    return person ? answer(person) : objectNotFound(call.params.user ?? '');
  }

  #catalogue(call: RoutedCall): Reply {
    const wanted = /^externalId eq '([^']*)'$/.exec(call.query.get('$filter') ?? '')?.[1];
    const context = `${this.#directory.root(call)}/$metadata#appCatalogs/teamsApps`;
    return {
      status: 200,
      body: { '@odata.context': context, value: wanted === undefined || wanted === app.externalId ? [app] : [] },
    };
  }

  #list(call: RoutedCall, person: DirectoryPerson): Reply {
    const context = `${this.#directory.root(call)}/$metadata#users('${person.id}')/teamwork/installedApps`;
    const expanded = (call.query.get('$expand') ?? '').startsWith('teamsApp') ? { teamsApp: app } : {};
    const value = person.apps.map(() => ({
      id: installationId(person),
      scopeInfo: { scope: 'personal' },
      ...expanded,
    }));
    return { status: 200, body: { '@odata.context': context, value } };
  }

  #install(call: RoutedCall, person: DirectoryPerson): Reply {
    const reference = String(jsonBody(call)?.['teamsApp@odata.bind'] ?? '');
    if (!reference) return badRequest("Missing 'teamsApp@odata.bind'.");
    if (!reference.endsWith(`/${catalogueId}`)) {
      return graphError(404, 'NotFound', 'The definition of the app could not be found in the app catalog.');
    }
    if (person.apps.includes(catalogueId)) {
      return graphError(409, 'Conflict', 'App entitlement already exists for the user.');
    }
    person.apps = [...person.apps, catalogueId];
    this.#directory.state.save();
    return { status: 201, headers: { Location: `${call.path}/${installationId(person)}` } };
  }

  #uninstall(call: RoutedCall, person: DirectoryPerson): Reply {
    if (person.apps.length === 0 || call.params.installation !== installationId(person)) {
      return graphError(404, 'NotFound', 'The app is not installed for the user.');
    }
    person.apps = [];
    this.#directory.state.save();
    return { status: 204 };
  }

  #chat(call: RoutedCall, person: DirectoryPerson): Reply {
    if (person.apps.length === 0 || call.params.installation !== installationId(person)) {
      return graphError(404, 'NotFound', 'The app is not installed for the user.');
    }
    const id = `19:${person.id}_${clientId}@unq.gbl.spaces`;
    const context = `${this.#directory.root(call)}/$metadata#chats/$entity`;
    return { status: 200, body: { '@odata.context': context, id, chatType: 'oneOnOne', tenantId } };
  }
}
