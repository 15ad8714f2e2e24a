import { healthCard } from '../../../cards/admin/health.ts';
import { healthTexts } from '../../../cards/texts/admin-health.ts';
import type { AtDesk } from '../../../services/desk/admin-desk.ts';
import { troublesIn } from '../../../services/desk/health-troubles.ts';
import { requireAdmin } from '../../../services/policy.ts';
import { callerNow } from '../../../services/roles/caller-now.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { requireOwnChat } from './own-chat.ts';

/** Which document, which step (services/effects/dead-letters.ts). */
const letterShape = /^[0-9a-f]{32}\/[\w-]{1,80}$/;

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
  workspace: 'none',
  // Only buttons say what shall be tried again.
  inputs: { letter: { kind: 'text', ask: 'What shall be tried again?', label: 'Step', optional: true } },
  target: (id) => (letterShape.test(id) ? { letter: id } : undefined),

  async run({ letter }, context) {
    if (letter && letterShape.test(letter)) return await retry(letter, context);
    requireAdmin(context.caller);
    requireOwnChat(context);
    return await healthReply(context);
  },
});

/** What was given up becomes due again, on record; once, however often the button is pressed. */
async function retry(letter: string, context: Context): Promise<Reply> {
  const { services, origin } = context;
  // Where no workspace has to be known, nobody has asked the directory this moment.
  const caller = await callerNow(services.members, context.caller);
  requireAdmin(caller);
  requireOwnChat(context);
  const outcome = await services.deadLetters.retry(caller, letter, { key: origin.key, via: origin.via });
  const retried = { what: 'admin.health.retry', detail: { letter, outcome } };
  return await healthReply(
    { ...context, caller },
    retried,
    healthTexts.letters[outcome === 'due' ? 'retried' : 'gone'],
  );
}

/** The card as things stand now. It must come whatever fails, also where the store does and it cannot be put on record. */
async function healthReply(
  { caller, services, origin, now }: Context,
  { what, detail }: AtDesk = { what: 'admin.health' },
  note?: string,
): Promise<Reply> {
  const report = await services.health.report(caller, origin.conversation.serviceUrl);
  const failing = troublesIn(report);
  await services.adminDesk.noteIfPossible(caller, origin, { what, detail: { ...detail, failing } });
  return { card: healthCard(report, now, note), personal: true };
}
