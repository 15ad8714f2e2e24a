import type { Config } from '../config.ts';

const publicLogin = 'https://login.microsoftonline.com';

/** Where the organisation signs in (Microsoft identity platform, "OpenID Connect", version 2.0). */
export function loginOf({ LOGIN_ENDPOINT: login = publicLogin, TENANT_ID: tenantId }: Config) {
  const issuer = `${login}/${tenantId}/v2.0`;
  return { login, issuer, metadataUrl: `${issuer}/.well-known/openid-configuration` };
}
