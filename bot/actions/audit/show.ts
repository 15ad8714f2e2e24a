import { auditCard } from '../../../cards/audit/answer.ts';
import { parseQuestionId } from '../../../cards/audit/question-id.ts';
import { may } from '../../../services/policy.ts';
import type { AuditQuestion } from '../../../services/records/audit.ts';
import { isAuditEvent } from '../../../services/records/audit-events.ts';
import { parsePeriod } from '../../../services/time/period.ts';
import { defineAction } from '../action.ts';
import { event, period } from './inputs.ts';
import { auditPhrases } from './phrases.ts';

export const showAudit = defineAction({
  name: 'audit.show',
  summary: 'Show who did what and when',
  phrases: auditPhrases['audit.show'],
  permission: 'audit.read',
  readOnly: true,
  workspace: 'needed',
  recordOfDesk: true,
  inputs: {
    request: { kind: 'request', ask: 'Which request?', label: 'Request', optional: true },
    person: { kind: 'person', ask: 'Who?', label: 'Person', optional: true },
    machine: { kind: 'machine', ask: 'Which machine?', label: 'Machine', optional: true },
    event,
    period,
    page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true },
  },

  target(id): Record<string, string> {
    const asked = parseQuestionId(id);
    // Other cards know the workspace alone.
    if (!asked) return { workspace: id };
    const { page, machine, ...rest } = asked;
    return { ...rest, ...(machine && { machine: `${rest.workspace}/${machine}` }), page: `${page}` };
  },

  async run({ request, person, machine, event: what, period: when, page }, { caller, workspace, services, now }) {
    const { timeZone } = services.audit;
    const question: AuditQuestion = {
      request,
      person,
      machine,
      event: isAuditEvent(what) ? what : undefined,
      period: when === undefined ? undefined : parsePeriod(when, now, timeZone),
      page: Number(page ?? 0),
    };
    const answer = await services.audit.find(caller, workspace, question);
    const verifies = may(caller, workspace, 'audit.verify');
    const { locale } = caller;
    // It names people and what they said.
    return { card: auditCard({ workspace, question, answer, verifies, locale, timeZone }), personal: true };
  },
});
