import type { CostLinks } from '../../services/costs/cost-links.ts';
import { placeName } from '../../services/workspaces/place-name.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Route } from '../door/route.ts';
import { download } from './download.ts';
import { type LinkPageParts, linkRoutes } from './link-page.ts';

const moment = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
const formats = { csv: 'CSV', xlsx: 'Excel workbook' } as const;

export interface CostsPageParts extends LinkPageParts {
  readonly costLinks: CostLinks;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  /** In which the page says until when; default UTC. */
  readonly timeZone?: string;
}

/** The page behind a link to costs: the file is made when it is asked for. */
export function costsRoutes({ costLinks, workspaces, timeZone = 'UTC', ...parts }: CostsPageParts): Route[] {
  const until = new Intl.DateTimeFormat('en-GB', { timeZone, ...moment });
  return linkRoutes(
    {
      path: '/costs',
      look: async (token) => await costLinks.look(token),
      show: async (link) => {
        const named = await placeName(workspaces, link.workspace);
        return {
          title: 'Download the costs',
          subtitle: named ?? 'All your workspaces',
          facts: {
            For: link.person.name,
            Days: `${link.period.from} to ${link.period.to}`,
            Format: formats[link.format],
            'Valid until': until.format(new Date(link.validUntil)),
          },
          text: 'One row for each day, resource and service, as Azure billed it.',
          button: 'Download the costs',
        };
      },
      give: async (token) => download(await costLinks.use(token)),
      spent: {
        title: 'This link does not work any more',
        text: 'It has expired or was used up. Ask for a new one in Teams.',
      },
      failure: 'The costs could not be made a file.',
    },
    parts,
  );
}
