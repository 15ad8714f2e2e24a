import { z } from 'zod';
import type { TokenSource } from '../credentials/tokens.ts';
import type { Grant, RightsClient } from '../desk/rights.ts';
import { WorkspaceError } from '../errors.ts';
import type { AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';
import { graphScope } from './graph.ts';
import { Rest, RestFailure } from './rest.ts';

const callTimeoutInMs = 2_000;
const mostPages = 10;
const publicArm = 'https://management.azure.com';
const patterns = z.array(z.string()).default([]);
const pageShape = z.object({
  value: z.array(
    z.object({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns }),
  ),
  nextLink: z.string().nullish(),
});
const claimsShape = z.object({ roles: z.array(z.string()).default([]) });

/**
 * What is granted to Labdesk's own identity. In Azure by Authorization REST API 2022-04-01, "Permissions - List For Resource Group",
 * which whoever has a role there may ask about themselves; in Graph by the `roles` claim of its own token (Microsoft identity
 * platform, "Access token claims reference").
 */
export class AzureRights implements RightsClient {
  readonly #rest: Rest;
  readonly #tokens: TokenSource;
  readonly #subscription: string;
  readonly #origin: string;

  constructor({ credential, subscriptionId, endpoint = publicArm }: AzureSubscription, tokens: TokenSource) {
    const scope = `${publicArm}/.default`;
    this.#rest = new Rest({ access: { credential, scope }, timeoutInMs: callTimeoutInMs });
    this.#tokens = tokens;
    this.#origin = new URL(endpoint).origin;
    this.#subscription = `${endpoint}/subscriptions/${subscriptionId}`;
  }

  /** Resolves where Resource Manager lets us read the subscription. */
  async check(): Promise<void> {
    await this.#get(`${this.#subscription}?api-version=2022-12-01`);
  }

  async azure(resourceGroups: readonly string[]): Promise<readonly (readonly Grant[])[]> {
    return await Promise.all(resourceGroups.map((group) => this.#grants(group)));
  }

  async graph(): Promise<readonly string[]> {
    const [, payload = ''] = (await this.#tokens.token(graphScope)).split('.');
    const claims = claimsShape.safeParse(parse(Buffer.from(payload, 'base64url').toString('utf8')));
    if (!claims.success) throw new WorkspaceError('unavailable', "Labdesk's own token for Graph cannot be read.");
    return claims.data.roles;
  }

  async #grants(group: string): Promise<Grant[]> {
    const path = `/resourcegroups/${encodeURIComponent(group)}/providers/Microsoft.Authorization/permissions`;
    let url: string | undefined = `${this.#subscription}${path}?api-version=2022-04-01`;
    const found: Grant[] = [];
    for (let page = 0; url !== undefined; page += 1) {
      // Our token goes to Resource Manager alone.
      if (page >= mostPages || !URL.canParse(url) || new URL(url).origin !== this.#origin) throw unreadable();
      const answer = pageShape.safeParse(parse(await this.#get(url)));
      if (!answer.success) throw unreadable();
      found.push(...answer.data.value);
      url = answer.data.nextLink || undefined;
    }
    return found;
  }

  async #get(url: string): Promise<string> {
    const answer = await this.#rest.call({ method: 'GET', url }).catch((error: unknown) => {
      throw toWorkspaceError(error);
    });
    if (answer.status !== 200) throw toWorkspaceError(new RestFailure(answer));
    return answer.text;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(): WorkspaceError {
  return new WorkspaceError('unavailable', 'What Azure says of our rights cannot be read.');
}
