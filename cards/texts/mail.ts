import type { FileUse, RequestWord } from '../../services/requests/request.ts';

type Recipient = 'author' | 'approver';

const look = (name: string) => `Write "show ${name}" to Labdesk in Teams to see it.`;

/** What mails say: what, why, who, what to do, and how to get no more of them. Counts, sizes and numbers, no names of files. */
export const mailTexts = {
  subject: (name: string, title: string) => `${name}: ${title}`,
  reminder: (name: string) => `${name} still waits for you`,
  sentence: (title: string, name: string, workspace: string) => `${title} in ${workspace}. The request is ${name}.`,
  facts: { files: 'Files', use: 'To', state: 'State' },
  use: {
    machines: 'use on the machines',
    download: 'download',
    both: 'use on the machines and download',
  } satisfies Record<FileUse, string>,
  decide: (name: string) =>
    `Look at the files and the reason first: write "show ${name}" to Labdesk in Teams. Then approve, deny or ask back, there or on this card.`,
  decided: look,
  next: {
    Draft: (name) => `It is not sent yet. ${look(name)}`,
    Pending: (name) => `You need not do anything until it is decided. ${look(name)}`,
    Returned: (name) => `Write "show ${name}" to Labdesk in Teams to read the question and answer it.`,
    Approving: look,
    Approved: (name) =>
      `Write "links for ${name}" to Labdesk in Teams to download, or "show ${name}" to see where they are.`,
    Denied: (name) => `Write "show ${name}" to Labdesk in Teams to read why.`,
    Withdrawn: look,
    Blocked: (name) => `Write "show ${name}" to Labdesk in Teams to read why.`,
    Failed: (name) => `Write "show ${name}" to Labdesk in Teams to read why.`,
    Revoked: (name) => `Write "show ${name}" to Labdesk in Teams to read why.`,
    Expired: look,
  } satisfies Record<RequestWord, (name: string) => string>,
  why: {
    author: 'You get this mail because you asked for it, or because Teams did not reach you.',
    approver: (workspace: string) =>
      `You get this mail because you decide about requests in ${workspace}, and asked for mails or were not reached in Teams.`,
  } satisfies Record<Recipient, string | ((workspace: string) => string)>,
  stop: 'To get no more of these mails, write "stop the mails" to Labdesk in Teams.',
  notify: {
    always: 'You get mails too from now on, beside what I show you here. Write "stop the mails" to end that.',
    never: 'You get no more mails. What concerns you comes to this chat alone.',
    noSender: 'I cannot send mails here, so what concerns you comes to this chat. Ask an admin if you need mails.',
    titles: { always: 'Mails are on', never: 'Mails are off' },
    off: 'Stop the mails',
    on: 'Send me mails too',
  },
} as const;
