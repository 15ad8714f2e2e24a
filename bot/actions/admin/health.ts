import { healthCard } from '../../../cards/admin/health.ts';
import { requireAdmin } from '../../../services/policy.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { requireOwnChat } from './own-chat.ts';

export const showHealth = defineAction({
  name: 'admin.health',
  summary: 'Show whether everything works',
  phrases: [
    'health',
    'health check',
    'system health',
    'system status',
    'service status',
    'status',
    'status of the system',
    'status of all services',
    'show health',
    'check health',
    'check the system',
    'check the services',
    'is everything ok',
    'is everything working',
    'is everything up',
    'is everything up and running',
    'is all well',
    'is the system ok',
    'is the system up',
    'is the system running',
    'is the service down',
    'is labdesk ok',
    'is labdesk healthy',
    'is labdesk working',
    'is the bot ok',
    'is azure up',
    'is azure down',
    'does azure respond',
    'is azure reachable',
    'is the connection to azure working',
    'is graph working',
    'are all services up',
    'are all services working',
    'are there any problems',
    'any problems with azure',
    'any outages',
    'is there an outage',
    'any incidents',
    'how is the system doing',
    'how is the platform',
    'does everything work',
    'diagnostics',
    'ping',
    'how is labdesk',
    'how is labdesk doing',
    'is anything broken',
    'anything broken',
    'is anything down',
    'is there a problem',
    'is labdesk running',
    'does labdesk work',
    'do you work',
  ],
  permission: 'admin.operate',
  readOnly: true,
  workspace: 'none',
  inputs: {},

  async run(_values, context) {
    requireAdmin(context.caller);
    requireOwnChat(context);
    return await healthReply(context);
  },
});

/** The card as things stand now. */
export async function healthReply({ caller, services, origin, now }: Context, note?: string): Promise<Reply> {
  const report = await services.health.report(caller, origin.conversation.serviceUrl);
  return { card: healthCard(report, now, note), personal: true };
}
