import type { AuditEvent } from '../../../services/records/audit-events.ts';
import type { Input } from '../action.ts';

/** When, in words: `in March`, `this year`, `since 2026-03-01`. */
export const period = { kind: 'period', ask: 'When?', label: 'When', optional: true } as const satisfies Input;

/** What kind of thing is asked for; values are those of AuditEvent. */
export const event = {
  kind: 'choice',
  ask: 'What do you want to know about?',
  label: 'What',
  optional: true,
  choices: {
    opened: ['opened', 'new requests'],
    submitted: ['submitted', 'submissions', 'handed in'],
    claimed: ['claimed', 'took on'],
    approved: ['approved', 'approve', 'approvals', 'granted', 'accepted', 'allowed'],
    denied: ['denied', 'deny', 'denials', 'rejected', 'declined', 'turned down'],
    decided: ['decided', 'decisions', 'decision'],
    returned: ['returned', 'sent back', 'gave back'],
    withdrawn: ['withdrawn', 'withdrew', 'withdrawals', 'took back'],
    revoked: ['revoked', 'revocations', 'took away'],
    commented: ['commented', 'comments'],
    linked: ['links', 'made links'],
    downloaded: ['downloaded', 'downloads', 'download'],
    exports: ['exports', 'exported', 'taken out', 'took out', 'left the workspace'],
    started: ['started', 'booted', 'turned on', 'switched on', 'powered on', 'launched'],
    stopped: ['stopped', 'shut down', 'turned off', 'switched off', 'powered off', 'halted'],
    restarted: ['restarted', 'rebooted'],
    connected: ['connected', 'connections', 'logged in', 'logged on', 'used'],
    refused: ['refused', 'refused attempts', 'not allowed', 'tried'],
  } satisfies Record<AuditEvent, readonly string[]>,
} as const satisfies Input;
