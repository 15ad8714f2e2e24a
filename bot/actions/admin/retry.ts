import { healthTexts } from '../../../cards/texts/admin-health.ts';
import { requireAdmin } from '../../../services/policy.ts';
import { defineAction } from '../action.ts';
import { healthReply } from './health.ts';
import { requireOwnChat } from './own-chat.ts';

/** Which document, which step (services/dead-letters.ts). */
const shape = /^[0-9a-f]{32}\/[\w-]{1,80}$/;

export const retryLetter = defineAction({
  name: 'admin.retry',
  summary: 'Try again what was given up',
  phrases: ['dead letters', 'show dead letters', 'retry dead letters'],
  permission: 'admin.operate',
  workspace: 'none',
  inputs: { letter: { kind: 'text', ask: 'Which step?', label: 'Step', optional: true } },
  target: (id) => (shape.test(id) ? { letter: id } : undefined),

  async run({ letter }, context) {
    // Where no workspace has to be known, nobody has asked the directory this moment.
    const roles = await context.services.members.rolesNow(context.caller.aadObjectId);
    const live = { ...context, caller: { ...context.caller, roles } };
    requireAdmin(live.caller);
    requireOwnChat(live);
    if (!letter || !shape.test(letter)) return await healthReply(live);
    const { key, via } = live.origin;
    const outcome = await live.services.deadLetters.retry(live.caller, letter, { key, via });
    return await healthReply(live, healthTexts.letters[outcome === 'due' ? 'retried' : 'gone']);
  },
});
