import { type DataRequest, isPending, type RequestState, requestName } from '../../services/requests/request.ts';
import type { RequestNews } from '../../services/requests/request-rules.ts';
import { plural } from '../wording.ts';
import { topUpTexts } from './top-ups.ts';

const past: Readonly<Partial<Record<RequestState, string>>> = {
  approving: 'approved',
  approved: 'approved',
  denied: 'denied',
  returned: 'given back to its author with a question',
  withdrawn: 'withdrawn by its author',
  blocked: 'blocked, since malware was found',
  failed: 'ended without a release',
  revoked: 'taken back',
  expired: 'ended, since its time was over',
  draft: 'not sent yet',
};

/** Finished sentences about requests, in English; none of them names files. */
export const requestSentences = {
  cannotVerify:
    'I cannot verify right now that you may decide about this. Nothing was changed, and your try is on record. Try again in a minute.',
  missing: {
    deny: 'Say why in the field below, so that the requester knows what to do differently.',
    return: 'Write what you want to know in the field below, so that the requester can answer.',
    revoke: 'Say why in the field below, so that the requester knows.',
    comment: 'Write what you want to say in the field below.',
  },
  /** Why a press or a sentence changed nothing. */
  unchanged: (request: DataRequest, isOldCard: boolean): string => {
    const name = requestName(request);
    if (request.state === 'submitted')
      return `${name} is still being checked, so nothing was changed. Try again in a moment.`;
    if (isPending(request))
      return isOldCard
        ? `${name} was sent again since. Look at it as it is now; nothing was changed.`
        : `${name} still waits for a decision, so nothing was changed.`;
    const who = (request.state === 'revoked' ? request.revoked : request.decision)?.by.name;
    const by = who && ['approving', 'approved', 'denied', 'revoked'].includes(request.state) ? ` by ${who}` : '';
    return `${name} was ${past[request.state] ?? 'decided'}${by} already, so nothing was changed.`;
  },
  noLinks: (request: DataRequest, isTheirs: boolean): string => {
    const name = requestName(request);
    if (request.type === 'topup') return topUpTexts.noLinks(name);
    if (!isTheirs) return `Only ${request.author.name}, who asked, gets the links of ${name}.`;
    if (request.state === 'approved')
      return `The files of ${name} were approved for the machines. You find them there in the folder approved/${name}.`;
    if (isPending(request) || request.state === 'returned')
      return `${name} is not approved, so there are no links yet.`;
    if (request.state === 'approving') return `The files of ${name} are being copied. The links are there in a moment.`;
    return `There are no links: ${name} is not approved.`;
  },
  /** What stands in somebody's own chat. */
  lines: {
    approved: ({ files, use, ...request }, by) =>
      `${by} approved ${requestName(request)}: ${plural(files.length, 'file')}. ${use === 'machines' ? 'They are on your machines now.' : `Write "link ${requestName(request)}" to get ${files.length === 1 ? 'it' : 'them'}.`}`,
    denied: (request, by) => `${by} denied ${requestName(request)}. The reason is on its card.`,
    returned: (request) =>
      `There is a question about ${requestName(request)}. Answer on its card, and it is sent again.`,
    blocked: (request) => `${requestName(request)} was blocked, since malware was found in it. Tell an admin.`,
    failed: (request) => `${requestName(request)} could not be released. Its card says why, and lets you ask again.`,
    revoked: (request, by) => `${by} took back the access of ${requestName(request)}. The reason is on its card.`,
    expired: (request) => `The access of ${requestName(request)} has ended. Ask again if you still need the files.`,
    closed: (request) =>
      request.state === 'revoked'
        ? `The access of ${requestName(request)} has ended, since its workspace was archived.`
        : `${requestName(request)} was withdrawn, since its workspace was archived. Nobody decided about it.`,
    waits: (request) =>
      `${requestName(request)} still waits for a decision. Write "show ${requestName(request)}" to decide.`,
    lapses: (request) =>
      `${requestName(request)} will be forgotten in a week. Send it, or write "withdraw ${requestName(request)}".`,
  } satisfies Record<RequestNews, (request: DataRequest, by: string) => string>,
} as const;
