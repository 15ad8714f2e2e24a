import type { Logger } from 'pino';
import type { Connections } from '../../services/connections.ts';
import { WorkspaceError } from '../../services/errors.ts';
import type { WorkspaceDirectory } from '../../services/workspace-directory.ts';
import type { Route, RouteRequest, RouteResponse } from '../route.ts';
import { page } from './page.ts';
import type { SignIn } from './sign-in.ts';

export interface ConnectPageParts {
  readonly connections: Connections;
  readonly workspaces: WorkspaceDirectory;
  /** Undefined only in a sandbox without sign-in: then the link alone is enough. */
  readonly signIn: SignIn | undefined;
  readonly log: Logger;
}

const maxFormBytes = 4 * 1024;
const tokenShape = /^[\w-]{32}$/;

/**
 * The page behind a connection link. `GET` says what it opens and changes nothing, since previews and scanners follow links;
 * `POST` from it returns the file and spends the link.
 */
export function connectRoutes(parts: ConnectPageParts): Route[] {
  const path = '/connect/:token';
  return [
    {
      method: 'GET',
      path,
      handler: async (request) => await guarded(parts, request, async () => await show(parts, tokenOf(request))),
    },
    {
      method: 'POST',
      path,
      accepts: ['application/x-www-form-urlencoded'],
      maxBytes: maxFormBytes,
      handler: async (request) => await guarded(parts, request, async () => await download(parts, tokenOf(request))),
    },
  ];
}

async function guarded(
  parts: ConnectPageParts,
  request: RouteRequest,
  serve: () => Promise<RouteResponse>,
): Promise<RouteResponse> {
  try {
    const token = tokenOf(request);
    const found = tokenShape.test(token) ? await parts.connections.look(token) : undefined;
    if (!found) return page(404, { title: 'There is no such link', text: 'Ask for a new one in Teams.' });
    if (parts.signIn) {
      const person = await parts.signIn.personOf(request);
      if (!person) return await parts.signIn.begin(request);
      if (person !== found.link.person.aadObjectId) {
        return page(403, { title: 'This link is for somebody else', text: 'Ask for one of your own in Teams.' });
      }
    }
    if (found.state !== 'open') return spent();
    return await serve();
  } catch (error) {
    return failed(parts, request, error);
  }
}

async function show({ connections, workspaces }: ConnectPageParts, token: string): Promise<RouteResponse> {
  const { link } = (await connections.look(token))!;
  const workspace = (await workspaces.all()).find(({ id }) => id === link.workspace);
  return page(200, {
    title: `Connect to ${link.machine}`,
    subtitle: workspace?.name,
    facts: { For: link.person.name, Machine: link.machine, Opens: 'Once, within five minutes of the link being made' },
    text: 'This downloads a connection file. Open it with Remote Desktop and sign in with your work account. Do not pass the file on.',
    button: 'Download the connection file',
  });
}

async function download({ connections }: ConnectPageParts, token: string): Promise<RouteResponse> {
  const { fileName, content } = await connections.use(token);
  return {
    status: 200,
    headers: {
      'content-type': 'application/x-rdp',
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: content,
  };
}

function spent(): RouteResponse {
  return page(410, {
    title: 'This link is used up',
    text: 'It worked once and for five minutes. Ask for a new one in Teams.',
  });
}

const statuses: Partial<Record<WorkspaceError['code'], number>> = { 'not-found': 404, forbidden: 403, conflict: 410 };

function failed({ log }: ConnectPageParts, { correlationId }: RouteRequest, error: unknown): RouteResponse {
  if (error instanceof WorkspaceError) {
    if (error.code === 'conflict') return spent();
    const status = statuses[error.code] ?? 503;
    if (status === 503)
      log.warn({ correlationId, code: error.code, err: error.cause }, 'A connection file could not be made.');
    return page(status, { title: 'That did not work', text: error.message });
  }
  log.error({ correlationId, err: error }, 'A page failed unexpectedly.');
  return page(500, {
    title: 'That did not work',
    text: `Try again in a minute. If you ask for help, mention ${correlationId}.`,
  });
}

function tokenOf({ params }: RouteRequest): string {
  return params.token ?? '';
}
