/** Kinds of things that people ask the record for, each with the entries that tell of it. */
export const auditEvents = {
  opened: ['request.keep', 'request.submit'],
  submitted: ['request.submit', 'request.answer'],
  claimed: ['request.claim'],
  approved: ['request.approve'],
  denied: ['request.deny'],
  decided: ['request.approve', 'request.deny'],
  returned: ['request.return'],
  withdrawn: ['request.withdraw'],
  revoked: ['request.revoke'],
  commented: ['request.comment', 'request.answer', 'request.return'],
  linked: ['link.open'],
  downloaded: ['file.link'],
  exports: ['request.released', 'file.link'],
  started: ['machine.start'],
  stopped: ['machine.stop'],
  restarted: ['machine.restart'],
  connected: ['machine.connect'],
  refused: [],
} as const satisfies Record<string, readonly string[]>;

export type AuditEvent = keyof typeof auditEvents;

/** What stands in the record and answers no question of a person's: steps that Labdesk takes in between. */
const between = new Set([
  'access-review.begin',
  'access-review.reminded',
  'access-review.over',
  'archive.step',
  'archive.closing',
  'archive.restoring',
  'archive.deleting',
  'archive.trouble',
  'archive.warned',
  'budget.announced',
  'budget.assess',
  'budget.rest',
  'budget.stopping',
  'budget.wake',
  'machine.begun',
  'member.done',
  'schedule.warned',
  'schedule.stopping',
  'schedule.idle',
  'ghosts.found',
  'ghosts.stop',
  'request.checking',
  'request.reminded',
  'request.nudged',
  'request.handed',
  'setup.check',
  'setup.checked',
  'setup.progress',
  'setup.announced',
  'link.use',
  'ledger.retention',
]);

export function isAuditEvent(word: string | undefined): word is AuditEvent {
  return word !== undefined && Object.hasOwn(auditEvents, word);
}

/** Whether an entry tells of the event; of any that people ask for, where none is named. */
export function tellsOf(what: string, event: AuditEvent | undefined): boolean {
  if (event === undefined) return !between.has(what);
  if (event === 'refused') return what.endsWith('.refused');
  return (auditEvents[event] as readonly string[]).includes(what);
}

/** Rows on one page of an answer. */
export const recordsPerPage = 8;
