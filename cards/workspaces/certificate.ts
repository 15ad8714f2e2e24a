import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { archiveTexts } from '../texts/workspace-archive.ts';
import { brief } from '../wording.ts';

const { certificate: words } = archiveTexts;

/** The link to a deletion certificate, for the chat of the admin who asked for it. */
export function certificateCard({ name }: Workspace, url: string): Card {
  const card = notice({ title: words.title(brief(name)), text: words.text });
  return { ...card, actions: [{ type: 'Action.OpenUrl', title: words.download, url }] };
}
