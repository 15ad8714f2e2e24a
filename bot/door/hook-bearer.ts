import { errors, jwtVerify } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

export interface HookBearerOptions {
  readonly appId: string;
  readonly tenantId: string;
  /** Of the login endpoint, without a slash at the end: `https://login.microsoftonline.com`. */
  readonly login: string;
  /** The tenant's. */
  readonly keys: Pick<SigningKeys, 'get'>;
  /** Milliseconds since 1970. Default the system's time. */
  readonly now?: () => number;
}

/** The app id of Azure's action groups in every tenant (Azure Monitor, "Action groups": secure webhook). */
export const actionGroupsAppId = '461e8683-5575-4561-ac7f-899cc907d62a';

const skewInSeconds = 300;
const longestToken = 8 * 1024;
const scheme = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * The check of the tokens that a secure webhook of an action group brings: from our tenant, for our app, made for Azure's action
 * groups and for nobody else. Both versions of Entra's tokens are taken (Entra, "Access tokens": v1 names the client `appid`, v2 `azp`).
 */
export class HookBearer {
  readonly #options: HookBearerOptions;

  constructor(options: HookBearerOptions) {
    this.#options = options;
  }

  /** Undefined where it is accepted, else why not, in a word for the log. Never rejects. */
  async refuse(authorization: string): Promise<string | undefined> {
    const { appId, tenantId, login, keys, now = Date.now } = this.#options;
    const token = authorization.length > longestToken ? undefined : scheme.exec(authorization)?.[1];
    if (token === undefined) return 'malformed';
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = typeof kid === 'string' ? await keys.get(kid) : undefined;
          if (!key) throw new errors.JWKSNoMatchingKey();
          return key.key;
        },
        {
          algorithms: ['RS256'],
          issuer: [`https://sts.windows.net/${tenantId}/`, `${login}/${tenantId}/v2.0`],
          audience: [appId, `api://${appId}`],
          requiredClaims: ['exp', 'nbf', 'tid'],
          clockTolerance: skewInSeconds,
          currentDate: new Date(now()),
        },
      );
      if (payload.tid !== tenantId) return 'tid';
      return (payload.appid ?? payload.azp) === actionGroupsAppId ? undefined : 'appid';
    } catch (error) {
      if (error instanceof errors.JWTClaimValidationFailed) return error.claim;
      return error instanceof errors.JOSEError ? error.code : 'unreadable';
    }
  }
}
