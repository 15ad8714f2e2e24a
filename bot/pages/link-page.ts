import type { Logger } from 'pino';
import { WorkspaceError } from '../../services/errors.ts';
import type { Person } from '../../services/people/people.ts';
import type { Route, RouteRequest, RouteResponse } from '../door/route.ts';
import { type PageContent, page } from './page.ts';
import type { SignIn } from './sign-in.ts';

/** A page behind a link that was made for one person. */
export interface LinkPage<L extends { readonly person: Person }> {
  /** For example `/connect`; the token follows. */
  readonly path: string;
  /** Undefined for a token that never was. Changes nothing. */
  look(token: string): Promise<{ readonly link: L; readonly state: string } | undefined>;
  /** What `GET` shows of an open link. `isSignedIn`: the person themselves looks, and nobody else. */
  show(link: L, isSignedIn: boolean): Promise<PageContent>;
  /** What `POST` answers for an open link: it gives what the link is for. Throws WorkspaceErrors, `conflict` where it is spent. */
  give(token: string): Promise<RouteResponse>;
  /** What a link that is used up or expired says. */
  readonly spent: PageContent;
  /** The log's line where it could not be given. */
  readonly failure: string;
}

export interface LinkPageParts {
  /** Undefined only in a sandbox without sign-in: then the link alone is enough. */
  readonly signIn: SignIn | undefined;
  readonly log: Logger;
}

const maxFormBytes = 4 * 1024;
const tokenShape = /^[\w-]{32}$/;
const statuses: Partial<Record<WorkspaceError['code'], number>> = { 'not-found': 404, forbidden: 403 };

/**
 * The routes of a page behind a link. `GET` says what it gives and changes nothing, since previews and scanners follow links;
 * `POST` from it gives it.
 */
export function linkRoutes<L extends { readonly person: Person }>(
  linkPage: LinkPage<L>,
  parts: LinkPageParts,
): Route[] {
  const path = `${linkPage.path}/:token`;
  const serve = async (request: RouteRequest) => {
    try {
      return await answer(linkPage, parts, request);
    } catch (error) {
      return failed(linkPage, parts, request, error);
    }
  };
  return [
    { method: 'GET', path, handler: serve },
    {
      method: 'POST',
      path,
      accepts: ['application/x-www-form-urlencoded'],
      maxBytes: maxFormBytes,
      handler: serve,
    },
  ];
}

async function answer<L extends { readonly person: Person }>(
  linkPage: LinkPage<L>,
  { signIn }: LinkPageParts,
  request: RouteRequest,
): Promise<RouteResponse> {
  const token = request.params.token ?? '';
  const found = tokenShape.test(token) ? await linkPage.look(token) : undefined;
  if (!found) return page(404, { title: 'There is no such link', text: 'Ask for a new one in Teams.' });
  if (signIn) {
    const person = await signIn.personOf(request);
    if (!person) return await signIn.begin(request);
    if (person !== found.link.person.aadObjectId) {
      return page(403, { title: 'This link is for somebody else', text: 'Ask for one of your own in Teams.' });
    }
  }
  if (found.state !== 'open') return page(410, linkPage.spent);
  if (request.method === 'POST') return await linkPage.give(token);
  const content = await linkPage.show(found.link, signIn !== undefined);
  // Who looks at the page for long signs in anew when they press its button.
  const sendsOnTo = [...(content.sendsOnTo ?? []), ...(signIn ? [signIn.issuer] : [])];
  return page(200, { ...content, sendsOnTo });
}

function failed(
  { spent, failure }: Pick<LinkPage<never>, 'spent' | 'failure'>,
  { log }: LinkPageParts,
  { correlationId }: RouteRequest,
  error: unknown,
): RouteResponse {
  if (error instanceof WorkspaceError) {
    if (error.code === 'conflict') return page(410, { title: spent.title, text: error.message });
    const status = statuses[error.code] ?? 503;
    if (status === 503) log.warn({ correlationId, code: error.code, err: error.cause }, failure);
    return page(status, { title: 'That did not work', text: error.message });
  }
  log.error({ correlationId, err: error }, 'A page failed unexpectedly.');
  return page(500, {
    title: 'That did not work',
    text: `Try again in a minute. If you ask for help, mention ${correlationId}.`,
  });
}
