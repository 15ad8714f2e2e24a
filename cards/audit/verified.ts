import type { AuditVerification } from '../../services/records/audit.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moment } from '../moment.ts';
import { cardTemplate } from '../render.ts';
import { auditTexts } from '../texts/audit.ts';
import template from './verified.json' with { type: 'json' };

const { verified: words, actions } = auditTexts;
const render = cardTemplate(template);

/** Whether a workspace's record is as it was written; if not, the first entry that does not fit. */
export function verifiedCard(
  workspace: { readonly id: string; readonly name: string },
  found: Omit<AuditVerification, 'certificates'> & Partial<Pick<AuditVerification, 'certificates'>>,
): Card {
  const { flaw, count, checkpoints, lastCheckpoint, certificates } = found;
  const problem = flaw?.sentence ?? certificates?.problem;
  const title = (problem ? words.broken : words.intact)(workspace.name);
  const unsigned = count - (lastCheckpoint?.count ?? 0);
  const text = problem ?? (count === 0 ? words.empty : words.intactText);
  const id = workspace.id;
  return render({
    fallbackText: `${title}. ${text}`,
    ...headline(title),
    subtitle: workspace.name,
    badge: problem
      ? { text: words.badge.broken, style: 'Attention', color: 'Attention', weight: 'Bolder', isSubtle: false }
      : { text: words.badge.intact, style: 'Good', color: 'Good', weight: 'Bolder', isSubtle: false },
    text,
    facts: [
      { title: flaw ? words.facts.fit : words.facts.entries, value: words.count(count) },
      { title: words.facts.checkpoints, value: words.count(checkpoints) },
      { title: words.facts.last, value: lastCheckpoint ? moment(lastCheckpoint.at) : words.none },
      ...(certificates?.count ? [{ title: words.facts.certificates, value: words.count(certificates.count) }] : []),
      ...(!flaw && unsigned > 0 ? [{ title: words.facts.unsigned, value: words.count(unsigned) }] : []),
    ],
    note: flaw ? words.brokenText : problem ? words.certificateText : '',
    buttons: [
      button(actions.verifyAgain, 'audit.verify', { id }),
      button(actions.all, 'audit.show', { id }),
      button(actions.export, 'audit.export', { id }, { mode: 'secondary' }),
    ],
  });
}
