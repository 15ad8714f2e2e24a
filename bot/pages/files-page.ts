import { fileSize } from '../../cards/file-size.ts';
import { visible } from '../../cards/visible.ts';
import type { FileLinks } from '../../services/requests/file-links.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Route } from '../door/route.ts';
import { type LinkPageParts, linkRoutes } from './link-page.ts';

const moment = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

export interface FilesPageParts extends LinkPageParts {
  readonly fileLinks: FileLinks;
  readonly workspaces: WorkspaceDirectory;
  /** In which the page says until when; default UTC. */
  readonly timeZone?: string;
}

/**
 * The page behind a link to a file. It sends the browser on to the storage, to an address that is made at that moment, works
 * for five minutes, and stands nowhere but in that answer. A name can tell of what is in a file: only who it is for reads it.
 */
export function filesRoutes({ fileLinks, workspaces, timeZone = 'UTC', ...parts }: FilesPageParts): Route[] {
  const until = new Intl.DateTimeFormat('en-GB', { timeZone, ...moment });
  return linkRoutes(
    {
      path: '/files',
      look: async (token) => await fileLinks.look(token),
      show: async (link, isSignedIn) => {
        const workspace = await workspaces.byId(link.workspace);
        const name = isSignedIn ? await fileLinks.fileName(link) : undefined;
        return {
          title: 'Download a file',
          subtitle: [workspace?.name, link.request].filter(Boolean).join(' · '),
          facts: {
            ...(name && { File: visible(name) }),
            Size: fileSize(link.bytes),
            'Valid until': until.format(new Date(link.validUntil)),
            'Downloads left': `${link.limit - link.uses}`,
          },
          text: 'It was approved for you. Every download is on record. Do not pass the file on.',
          button: 'Download the file',
          sendsOnTo: workspace?.storage ? [workspace.storage.public] : [],
        };
      },
      give: async (token) => ({
        status: 303,
        headers: {
          location: await fileLinks.use(token),
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        },
      }),
      spent: {
        title: 'This link does not work any more',
        text: 'It has expired or was used up. Ask for a new one in Teams.',
      },
      failure: 'A link to a file could not be made.',
    },
    parts,
  );
}
