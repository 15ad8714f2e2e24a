import type { Survey } from '../../services/archives/archive-survey.ts';
import { termsOf } from '../../services/archives/workspace-archive.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { notice } from '../talk/notice.ts';
import { archiveTexts } from '../texts/workspace-archive.ts';
import { brief } from '../wording.ts';
import { renderArchive } from './archive-card.ts';
import { surveyFacts } from './archive-facts.ts';

const { survey: words, actions } = archiveTexts;

export interface ArchiveSurveyView {
  readonly workspace: Workspace;
  readonly survey: Survey;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
  /** BCP 47. */
  readonly locale: string;
}

/** What is open in a workspace, what would happen to it, and the field that the first key takes. */
export function archiveSurveyCard({ workspace, survey, note = '', locale }: ArchiveSurveyView): Card {
  const name = brief(workspace.name);
  const { storage, retentionDays } = termsOf(workspace.ending);
  return renderArchive({
    title: words.title(name),
    note,
    texts: [words.keys, words.happens(storage), words.back(retentionDays)],
    facts: surveyFacts(survey, locale),
    word: words.word(harmless(name)),
    buttons: [
      button(
        actions.archive(name),
        'workspace.archive',
        { id: `propose/${workspace.id}`, confirmed: true },
        { style: 'destructive' },
      ),
      button(actions.leave, 'workspace.archive', { id: `leave/${workspace.id}` }),
    ],
  });
}

/** Nobody turned a key. */
export function archiveLeft({ name }: Workspace): Card {
  return notice({ title: words.left(brief(name)), text: words.leftText });
}
