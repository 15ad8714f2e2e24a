import type { Client } from '@microsoft/microsoft-graph-client';
import type { TokenSource } from '../credentials/tokens.ts';
import type { AppInstaller } from '../people/app-installer.ts';
import { toWorkspaceError } from './errors.ts';
import { graphClient } from './graph.ts';

interface Named {
  readonly id: string;
}

const service = 'Microsoft Teams';
const callTimeoutInMs = 5_000;

/**
 * Installs the organisation's Teams app for people (Graph, "Proactive installation of apps using Graph API to send messages").
 * Needs the application permissions TeamsAppInstallation.ReadWriteSelfForUser.All and AppCatalog.Read.All; what is not allowed
 * installs nothing.
 */
export class GraphAppInstaller implements AppInstaller {
  readonly #graph: Client;
  readonly #externalId: string;
  #catalogueId: string | undefined;

  /** `externalId` is the id in the app's manifest; the catalogue has one of its own. */
  constructor(tokens: TokenSource, endpoint: string, externalId: string) {
    this.#graph = graphClient(tokens, endpoint, callTimeoutInMs);
    this.#externalId = externalId;
  }

  async install(aadObjectId: string): Promise<string | undefined> {
    const apps = `/users/${encodeURIComponent(aadObjectId)}/teamwork/installedApps`;
    try {
      const app = await this.#app();
      if (!app) return undefined;
      await this.#post(apps, {
        'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app}`,
      });
      const filter = `$expand=teamsApp&$filter=teamsApp/id eq '${app}'`;
      const { value } = await this.#get<{ value: readonly Named[] }>(`${apps}?${filter}`);
      const [installation] = value;
      if (!installation) return undefined;
      return (await this.#get<Named>(`${apps}/${encodeURIComponent(installation.id)}/chat`)).id;
    } catch (error) {
      const { statusCode = 0 } = error as { statusCode?: number };
      // Not allowed, nobody there, or a policy that keeps the app from them.
      if ([400, 401, 403, 404].includes(statusCode)) return undefined;
      throw toWorkspaceError(error, service);
    }
  }

  async #app(): Promise<string | undefined> {
    if (this.#catalogueId) return this.#catalogueId;
    const { value } = await this.#get<{ value: readonly Named[] }>(
      `/appCatalogs/teamsApps?$filter=externalId eq '${this.#externalId.replaceAll("'", "''")}'`,
    );
    this.#catalogueId = value[0]?.id;
    return this.#catalogueId;
  }

  async #get<T>(path: string): Promise<T> {
    return await this.#request(path).get();
  }

  /** 409: it is installed already. */
  async #post(path: string, body: object): Promise<void> {
    try {
      await this.#request(path).post(body);
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 409) throw error;
    }
  }

  #request(path: string): ReturnType<Client['api']> {
    return this.#graph.api(path);
  }
}
