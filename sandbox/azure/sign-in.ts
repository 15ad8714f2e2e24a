import { clientId } from '../seed.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { Call, Reply } from './http.ts';
import { formPostPage, pickPersonPage, signInErrorPage } from './login-page.ts';
import type { DirectoryPerson } from './state.ts';

function page(status: number, body: string): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }, body };
}

/** Back to the application with these fields, the way it asked for (`response_mode`). */
function respond(redirectUri: string, mode: string, fields: Record<string, string>): Reply {
  if (mode === 'form_post') return page(200, formPostPage(redirectUri, fields));
  const url = new URL(redirectUri);
  if (mode === 'fragment') url.hash = new URLSearchParams(fields).toString();
  else for (const [name, value] of Object.entries(fields)) url.searchParams.append(name, value);
  return { status: 302, headers: { Location: url.href, 'Cache-Control': 'no-store' } };
}

/** The sandbox takes every page on this machine for registered. */
function isRegistered(redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  return ['http:', 'https:'].includes(protocol) && ['127.0.0.1', 'localhost'].includes(hostname);
}

/**
 * `/oauth2/v2.0/authorize` (OpenID Connect Core, 3.1.2) for the code flow: a page to pick a person of the tenant;
 * with `login_hint=<upn>` that person is signed in at once.
 */
export function authorize(call: Call, people: readonly DirectoryPerson[], codes: AuthorizationCodes): Reply {
  const query = call.method === 'POST' ? new URLSearchParams(call.body.toString('utf8')) : call.query;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== clientId) {
    const text = `AADSTS700016: Application with identifier '${query.get('client_id') ?? ''}' was not found in the directory.`;
    return page(400, signInErrorPage(text));
  }
  if (!isRegistered(redirectUri)) {
    const text = `AADSTS50011: The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`;
    return page(400, signInErrorPage(text));
  }
  const mode = query.get('response_mode') ?? 'query';
  const state = query.get('state');
  const answer = (fields: Record<string, string>) =>
    respond(redirectUri, mode, { ...fields, ...(state === null ? {} : { state }) });
  if (query.get('response_type') !== 'code') {
    return answer({
      error: 'unsupported_response_type',
      error_description: 'AADSTS700054: response_type is not enabled.',
    });
  }
  const hint = query.get('login_hint')?.toLowerCase();
  const person = people.find(({ userPrincipalName }) => userPrincipalName.toLowerCase() === hint);
  if (!person) {
    return page(
      200,
      pickPersonPage(
        people.map(({ displayName, userPrincipalName }) => {
          const next = new URLSearchParams(query);
          next.set('login_hint', userPrincipalName);
          return { name: displayName, upn: userPrincipalName, href: `${call.path}?${next}` };
        }),
      ),
    );
  }
  const challenge = query.get('code_challenge');
  const code = codes.issue({
    personId: person.id,
    redirectUri,
    nonce: query.get('nonce') ?? undefined,
    scope: query.get('scope') ?? 'openid',
    challenge: challenge ? { value: challenge, method: query.get('code_challenge_method') ?? 'plain' } : undefined,
  });
  return answer({ code });
}
