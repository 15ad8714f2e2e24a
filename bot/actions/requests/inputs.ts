import type { Input } from '../action.ts';

export const request = { kind: 'request', ask: 'Which request?', label: 'Request' } as const satisfies Input;
export const files = { kind: 'files', ask: 'Which files?', label: 'Files' } as const satisfies Input;
export const purpose = { kind: 'text', ask: 'What are the files for?', label: 'Why?' } as const satisfies Input;
export const reason = { kind: 'text', ask: 'Why?', label: 'Reason' } as const satisfies Input;
export const question = { kind: 'text', ask: 'What do you want to know?', label: 'Question' } as const satisfies Input;
export const comment = { kind: 'text', ask: 'What do you want to say?', label: 'Comment' } as const satisfies Input;
/** How long links are good for, in minutes. */
export const duration = {
  kind: 'duration',
  ask: 'For how long?',
  label: 'Good for',
  optional: true,
} as const satisfies Input;
export const page = { kind: 'page', ask: 'Which page?', label: 'Page', optional: true } as const satisfies Input;

/** Values are those of FileUse. */
export const use = {
  kind: 'choice',
  ask: 'Do you want to use the files on the machines, or download them?',
  label: 'What for?',
  optional: true,
  choices: {
    machines: [
      'to use on the machines',
      'on the machines',
      'on our machines',
      'on my machine',
      'on the machine',
      'on a machine',
      'for the machines',
      'on the vm',
      'on the vms',
      'inside the workspace',
      'within the workspace',
    ],
    download: [
      'to download',
      'to download it',
      'to download them',
      'for download',
      'for downloading',
      'as a download',
      'as download',
      'to take home',
      'to save locally',
      'on my laptop',
      'on my own computer',
      'download',
    ],
    both: [
      'both',
      'to download and to use on the machines',
      'to download and use on the machines',
      'to use on the machines and to download',
      'on the machines and to download',
      'on the machines and for download',
      'for download and on the machines',
      'for the machines and for download',
      'for the machines and to download',
    ],
  },
} as const satisfies Input;

/** Whose requests a list shows. */
export const which = {
  kind: 'choice',
  ask: 'Which requests?',
  label: 'Show',
  optional: true,
  choices: {
    mine: [
      'mine',
      'my',
      'of mine',
      'from me',
      'by me',
      'i made',
      'i opened',
      'i asked',
      'i have made',
      'have i',
      'did i',
    ],
    waiting: [
      'waiting for me',
      'wait for me',
      'waits for me',
      'waiting for my',
      'wait for my',
      'waits for my',
      'pending with me',
      'need my decision',
      'needs my decision',
      'need my approval',
      'needs my approval',
      'i have to approve',
      'i have to decide',
      'i have to review',
      'i must decide',
      'i must approve',
      'i should decide',
      'i should approve',
      'i should review',
      'should i review',
      'should i decide',
      'should i approve',
      'i need to decide',
      'i need to approve',
      'i need to review',
      'have to approve',
      'have to decide',
      'for me to decide',
      'for me to approve',
      'for me to review',
      'to decide',
      'to approve',
      'to review',
      'on my desk',
      'on my table',
      'my queue',
      'my inbox',
      'my turn',
    ],
    all: ['all', 'everybody', 'everyone', "everyone's", 'everyones', 'of everybody', 'of everyone', 'anybody'],
  },
} as const satisfies Input;

/** Values are the words that people read for a state. */
export const state = {
  kind: 'choice',
  ask: 'Which state?',
  label: 'State',
  optional: true,
  choices: {
    Draft: ['Draft', 'drafts', 'unsent', 'unsubmitted', 'not submitted'],
    Pending: [
      'Pending',
      'open requests',
      'still open',
      'undecided',
      'not decided',
      'outstanding',
      'unanswered',
      'in review',
      'under review',
    ],
    Returned: ['Returned', 'sent back', 'given back', 'handed back', 'bounced back'],
    Approving: ['Approving', 'being approved', 'being copied'],
    Approved: ['Approved', 'granted', 'accepted', 'allowed'],
    Denied: ['Denied', 'rejected', 'declined', 'refused', 'turned down', 'disapproved'],
    Withdrawn: ['Withdrawn', 'cancelled', 'canceled', 'retracted', 'taken back', 'pulled back', 'discarded'],
    Blocked: ['Blocked', 'infected', 'malicious'],
    Failed: ['Failed', 'fail', 'broken'],
    Revoked: ['Revoked', 'taken away', 'undone'],
    Expired: ['Expired', 'lapsed', 'ran out', 'run out'],
  },
} as const satisfies Input;
