import type { Records } from '../../services/records/records.ts';
import { deskPlace } from '../../services/workspaces/desk-place.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Route } from '../door/route.ts';
import { download } from './download.ts';
import { type LinkPageParts, linkRoutes } from './link-page.ts';

const moment = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
const formats = { jsonl: 'JSON lines', csv: 'CSV', certificate: 'Signed JSON' } as const;

export interface RecordsPageParts extends LinkPageParts {
  readonly records: Records;
  readonly workspaces: WorkspaceDirectory;
  /** In which the page says until when; default UTC. */
  readonly timeZone?: string;
}

/** The page behind a link to a workspace's records: the file is made when it is asked for. */
export function recordsRoutes({ records, workspaces, timeZone = 'UTC', ...parts }: RecordsPageParts): Route[] {
  const until = new Intl.DateTimeFormat('en-GB', { timeZone, ...moment });
  return linkRoutes(
    {
      path: '/records',
      look: async (token) => await records.look(token),
      show: async (link) => {
        const isDesk = link.workspace === deskPlace.id;
        const workspace = isDesk ? deskPlace : await workspaces.byId(link.workspace);
        return {
          title: link.certificate === undefined ? 'Download the records' : 'Download the deletion certificate',
          subtitle: workspace?.name,
          facts: {
            For: link.person.name,
            Format: formats[link.format],
            'Valid until': until.format(new Date(link.validUntil)),
          },
          text:
            link.certificate === undefined
              ? 'It names people and what they did. Every download is on record. Do not pass the file on.'
              : 'It says what was taken away, when and by whose two keys, and names nobody. Every download is on record.',
          button: link.certificate === undefined ? 'Download the records' : 'Download the certificate',
        };
      },
      give: async (token) => download(await records.use(token)),
      spent: {
        title: 'This link does not work any more',
        text: 'It has expired or was used up. Ask for a new one in Teams.',
      },
      failure: 'The records could not be made a file.',
    },
    parts,
  );
}
