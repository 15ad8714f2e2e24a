import { exportCard } from '../../../cards/audit/export.ts';
import { mostExported } from '../../../services/records/records.ts';
import { parsePeriod } from '../../../services/time/period.ts';
import { defineAction } from '../action.ts';
import { period } from './inputs.ts';
import { auditPhrases } from './phrases.ts';

export const exportAudit = defineAction({
  name: 'audit.export',
  summary: 'Export the records',
  phrases: auditPhrases['audit.export'],
  permission: 'audit.read',
  workspace: 'needed',
  recordOfDesk: true,
  inputs: { period },

  async run({ period: when }, { caller, workspace, services, origin, now }) {
    const named = when === undefined ? undefined : parsePeriod(when, now, services.audit.timeZone);
    const { tokens, validUntil } = await services.records.open(caller, workspace, named, origin);
    const urls = { jsonl: origin.linkTo(`/records/${tokens.jsonl}`), csv: origin.linkTo(`/records/${tokens.csv}`) };
    const card = exportCard({ workspace, urls, validUntil, period: named?.words, most: mostExported });
    return { card, personal: true };
  },
});
