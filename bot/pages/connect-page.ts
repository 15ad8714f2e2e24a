import type { Connections } from '../../services/machines/connections.ts';
import { attachment } from '../../services/text/content-disposition.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Route } from '../door/route.ts';
import { type LinkPageParts, linkRoutes } from './link-page.ts';

export interface ConnectPageParts extends LinkPageParts {
  readonly connections: Connections;
  readonly workspaces: WorkspaceDirectory;
}

/** The page behind a connection link: the file comes once. */
export function connectRoutes({ connections, workspaces, ...parts }: ConnectPageParts): Route[] {
  return linkRoutes(
    {
      path: '/connect',
      look: async (token) => await connections.look(token),
      show: async (link) => {
        const workspace = await workspaces.byId(link.workspace);
        return {
          title: `Connect to ${link.machine}`,
          subtitle: workspace?.name,
          facts: {
            For: link.person.name,
            Machine: link.machine,
            Opens: 'Once, within five minutes of the link being made',
          },
          text: 'This downloads a connection file. Open it with Remote Desktop and sign in with your work account. Do not pass the file on.',
          button: 'Download the connection file',
        };
      },
      give: async (token) => {
        const { fileName, content } = await connections.use(token);
        return {
          status: 200,
          headers: {
            'content-type': 'application/x-rdp',
            'content-disposition': attachment(fileName),
            'cache-control': 'no-store',
            'referrer-policy': 'no-referrer',
            'x-content-type-options': 'nosniff',
          },
          body: content,
        };
      },
      spent: {
        title: 'This link is used up',
        text: 'It worked once and for five minutes. Ask for a new one in Teams.',
      },
      failure: 'A connection file could not be made.',
    },
    parts,
  );
}
