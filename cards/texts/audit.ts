import type { AuditEvent } from '../../services/records/audit-events.ts';
import { auditVerbs as verbs } from './audit-verbs.ts';

const many = (count: number, one: string, more = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

/** What people count. */
const nouns: Readonly<Record<AuditEvent, readonly [one: string, more?: string]>> = {
  opened: ['new request'],
  submitted: ['submission'],
  claimed: ['review taken on', 'reviews taken on'],
  approved: ['approval'],
  denied: ['denial'],
  decided: ['decision'],
  returned: ['request sent back', 'requests sent back'],
  withdrawn: ['withdrawal'],
  revoked: ['revocation'],
  commented: ['comment'],
  linked: ['link made', 'links made'],
  downloaded: ['download'],
  exports: ['export'],
  started: ['start'],
  stopped: ['stop'],
  restarted: ['restart'],
  connected: ['connection'],
  refused: ['refused attempt'],
};

const participles: Readonly<Record<AuditEvent, string>> = {
  opened: 'opened',
  submitted: 'submitted',
  claimed: 'took on',
  approved: 'approved',
  denied: 'denied',
  decided: 'decided about',
  returned: 'sent back',
  withdrawn: 'withdrew',
  revoked: 'revoked',
  commented: 'commented on',
  linked: 'made links to files of',
  downloaded: 'downloaded files of',
  exports: 'took files out of',
  started: 'started',
  stopped: 'stopped',
  restarted: 'restarted',
  connected: 'connected to',
  refused: 'was refused anything about',
};

const said = (...parts: readonly string[]) => parts.filter(Boolean).join(' ');

/** What cards about the record say. */
export const auditTexts = {
  /** "Owner approved oncology-42". */
  sentence: (who: string, what: string, thing: string) => {
    const wanted = what.endsWith('.refused') ? what.slice(0, -'.refused'.length) : undefined;
    if (wanted !== undefined) return said(who, 'wanted to', verbs[wanted]?.[1] ?? 'change', thing, 'and was refused');
    return said(who, verbs[what]?.[0] ?? 'changed', thing);
  },
  nobody: (event: AuditEvent, thing: string) => `Nobody ${participles[event]} ${thing}`,
  counted: (event: AuditEvent, count: number, isMore: boolean) =>
    `${many(count, ...nouns[event])}${isMore ? ' or more' : ''}`,
  entries: (count: number, isMore: boolean) => `${many(count, 'entry', 'entries')}${isMore ? ' or more' : ''}`,
  newest: 'The newest entries',
  about: (thing: string) => `What happened to ${thing}`,
  by: (who: string) => `What ${who} did`,
  in: (workspace: string) => `What happened in ${workspace}`,
  thisPerson: 'this person',
  nothing: 'The record has nothing about that.',
  on: (date: string) => `On ${date}.`,
  saying: (date: string, why: string) => `On ${date}, saying: ${why}`,
  why: (why: string) => `“${why}”`,
  unnamed: (roles: string) => (roles ? `Somebody (${roles})` : 'Somebody'),
  labdesk: 'Labdesk',
  some: 'a workspace',
  via: { chat: 'in chat', card: 'on a card', page: 'on a page', mail: 'by mail', system: 'by itself' },
  cut: 'The record is too long to be looked through for this. Name a request, a machine, a person or a time.',
  verified: {
    intact: (workspace: string) => `The records of ${workspace} are intact`,
    broken: (workspace: string) => `The records of ${workspace} do not add up`,
    intactText: 'Every entry is as it was recorded, none is missing, and none was added or moved.',
    empty: 'Nothing is on record yet.',
    brokenText: 'Leave everything as it is and call whoever looks after security. Entries before this one fit.',
    certificateText: 'Every entry fits. Leave everything as it is and call whoever looks after security.',
    badge: { intact: 'Intact', broken: 'Not intact' },
    facts: {
      certificates: 'Certificates',
      entries: 'Entries',
      fit: 'Entries that fit',
      checkpoints: 'Checkpoints',
      last: 'Last checkpoint',
      unsigned: 'Not yet signed',
    },
    count: (count: number) => count.toLocaleString('en'),
    none: 'None yet',
  },
  export: {
    title: (workspace: string) => `Records of ${workspace}`,
    facts: { valid: 'Valid until', period: 'Period' },
    note: (most: number) =>
      `The links are for you alone and work three times. A file holds at most the newest ${most.toLocaleString('en')} entries. That you exported is on record.`,
    lines: 'JSON lines',
    table: 'CSV',
  },
  actions: {
    more: 'Earlier entries',
    first: 'Newest entries',
    verify: 'Verify the records',
    verifyAgain: 'Verify again',
    export: 'Export the records',
    show: (name: string) => `Show ${name}`,
    all: 'Show the records',
  },
} as const;
