import { readFileSync } from 'node:fs';
import type { Json } from './card-content.ts';
import type { Endpoints, PersonKey, Workspace } from './endpoints.ts';
import { trust } from './trust.ts';

/** The version of the storage services' REST interface that is spoken here. */
const storageVersion = '2021-12-02';

/** Azure as an operator reaches it: the sandbox's storage and directory, with tokens of its login. */
export class SandboxAzure {
  readonly #endpoints: Endpoints;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
    trust(readFileSync(endpoints.ca, 'utf8'));
  }

  workspace(id: string): Workspace {
    const found = this.#endpoints.workspaces.find((workspace) => workspace.id === id);
    if (!found) throw new Error(`There is no workspace ${id}.`);
    return found;
  }

  /** Puts a file into the data of a workspace. */
  async upload(workspace: string, path: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/octet-stream' };
    const response = await this.#blob('PUT', this.#data(workspace, path), { headers, body: content });
    if (response.status !== 201)
      throw new Error(`${path} could not be uploaded: ${response.status} ${await response.text()}`);
  }

  async remove(workspace: string, path: string): Promise<void> {
    await this.#blob('DELETE', this.#data(workspace, path));
  }

  /** What stands in the data of a workspace. */
  async data(workspace: string, path: string): Promise<Buffer> {
    const response = await this.#blob('GET', this.#data(workspace, path));
    return Buffer.from(await response.arrayBuffer());
  }

  /** What was copied to where machines see it; undefined where nothing stands. */
  async approved(workspace: string, request: string, path: string): Promise<Buffer | undefined> {
    const { secure } = this.workspace(workspace).storage;
    return await this.#read(`${secure}/approved/${request}/${encoded(path)}`);
  }

  /** What was released for download; undefined where nothing stands. */
  async released(workspace: string, request: string, path: string): Promise<Buffer | undefined> {
    return await this.#read(`${this.workspace(workspace).storage.public}/release-${request}/${encoded(path)}`);
  }

  /** A call of Resource Manager, with a path below the subscription; resolves with the status alone. */
  async arm(method: string, path: string): Promise<number> {
    const { arm, subscriptionId } = this.#endpoints;
    const authorization = `Bearer ${await this.#token('https://management.azure.com/.default')}`;
    const url = `${arm}/subscriptions/${subscriptionId}${path}?api-version=2025-04-01`;
    const response = await fetch(url, { method, headers: { authorization } });
    await response.body?.cancel();
    return response.status;
  }

  /** Whether Microsoft Graph knows what is at the path. */
  async known(path: string): Promise<boolean> {
    const authorization = `Bearer ${await this.#token('https://graph.microsoft.com/.default')}`;
    const response = await fetch(`${this.#endpoints.graph}/v1.0${path}`, { headers: { authorization } });
    await response.body?.cancel();
    if (response.status !== 200 && response.status !== 404) throw new Error(`GET ${path} answered ${response.status}.`);
    return response.status === 200;
  }

  /** A call of Microsoft Graph, with a path below `v1.0`. */
  async graph(method: string, path: string, body?: Json): Promise<Response> {
    const token = await this.#token('https://graph.microsoft.com/.default');
    const response = await fetch(`${this.#endpoints.graph}/v1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }

  async addOwner(workspace: string, person: PersonKey): Promise<void> {
    const { aadObjectId } = this.#endpoints.people[person];
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${aadObjectId}` };
    await this.graph('POST', `/groups/${this.workspace(workspace).groupId}/owners/$ref`, reference);
  }

  async removeOwner(workspace: string, person: PersonKey): Promise<void> {
    const { aadObjectId } = this.#endpoints.people[person];
    await this.graph('DELETE', `/groups/${this.workspace(workspace).groupId}/owners/${aadObjectId}/$ref`);
  }

  /** Turns somebody's automatic replies on or off. */
  async away(person: PersonKey, isAway: boolean): Promise<void> {
    await this.graph('PATCH', `/users/${this.#endpoints.people[person].aadObjectId}/mailboxSettings`, {
      automaticRepliesSetting: { status: isAway ? 'alwaysEnabled' : 'disabled' },
    });
  }

  #data(workspace: string, path: string): string {
    return `${this.workspace(workspace).storage.secure}/data/${encoded(path)}`;
  }

  async #read(path: string): Promise<Buffer | undefined> {
    const response = await this.#blob('GET', path);
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) throw new Error(`${path} could not be read: ${response.status} ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  async #blob(method: string, path: string, init: { headers?: Record<string, string>; body?: BodyInit } = {}) {
    const token = await this.#token('https://storage.azure.com/.default');
    const headers = { authorization: `Bearer ${token}`, 'x-ms-version': storageVersion, ...init.headers };
    return await fetch(`${this.#endpoints.blob}/${path}`, { ...init, method, headers });
  }

  #token(scope: string): Promise<string> {
    const made = this.#tokens.get(scope) ?? this.#newToken(scope);
    this.#tokens.set(scope, made);
    return made;
  }

  async #newToken(scope: string): Promise<string> {
    const { login, tenantId, clientId, clientSecret } = this.#endpoints;
    const response = await fetch(`${login}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope },
      }),
    });
    return String(((await response.json()) as Json).access_token);
  }
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
