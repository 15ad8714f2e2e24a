import { verifiedCard } from '../../../cards/audit/verified.ts';
import { defineAction } from '../action.ts';
import { auditPhrases } from './phrases.ts';

export const verifyAudit = defineAction({
  name: 'audit.verify',
  summary: 'Check that the records are unchanged',
  phrases: auditPhrases['audit.verify'],
  permission: 'audit.verify',
  readOnly: true,
  workspace: 'needed',
  recordOfDesk: true,
  inputs: {},

  async run(_, { caller, workspace, services }) {
    return { card: verifiedCard(workspace, await services.audit.verify(caller, workspace)), personal: true };
  },
});
