import { asStrings, type JsonObject, jsonBody, type Reply, type RoutedCall } from '../http.ts';
import type { Router } from '../router.ts';
import { project } from './collection.ts';
import type { Directory } from './directory.ts';
import { badRequest } from './errors.ts';
import { groupModel, personDefaults, personModel } from './models.ts';

const most = 1000;

/** "directoryObject: getByIds": those of up to a thousand ids that are there. */
export class DirectoryObjects {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  register(router: Router): void {
    router.add('POST', '/directoryObjects/getByIds', (call) => this.#get(call));
  }

  #get(call: RoutedCall): Reply {
    const body = jsonBody(call);
    const ids = asStrings(body?.ids);
    if (!ids) return badRequest("A value is required for the parameter 'ids'.");
    if (ids.length > most)
      return badRequest(`Too many object identifiers specified. A maximum of ${most} can be asked for.`);
    const types = (asStrings(body?.types) ?? ['directoryObject']).map((type) => type.toLowerCase());
    const wants = (type: string) => types.includes(type) || types.includes('directoryobject');
    const select = call.query.get('$select');
    const value = [...new Set(ids)].flatMap((id): JsonObject[] => {
      const person = wants('user') && this.#directory.person(id);
      if (person)
        return [{ '@odata.type': '#microsoft.graph.user', ...project(personModel(person), select, personDefaults) }];
      const group = wants('group') && this.#directory.group(id);
      return group
        ? [{ '@odata.type': '#microsoft.graph.group', ...project(groupModel(group), select, undefined) }]
        : [];
    });
    const context = `${this.#directory.root(call)}/$metadata#directoryObjects`;
    return { status: 200, body: { '@odata.context': context, value } };
  }
}
