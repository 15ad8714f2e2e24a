import { brief, plural } from '../texts.ts';

/** What is said about requests beside their cards: one line in a chat, or a message after a press. Finished sentences. */
export const requestLines = {
  /** A press that came after somebody else's decision. */
  alreadyDecided: (by: string, what: string, when: string) =>
    `${brief(by)} ${what} this ${when}, so nothing was changed.`,
  decidedByYou: (what: string, when: string) => `You ${what} this ${when} already, so nothing was changed.`,
  noLongerWaits: 'This request waits for no decision any more, so nothing was changed.',
  newerRound: 'The request was changed and sent again since you saw it. Look at it as it is now, then decide.',
  ownRequest: (who: string) => `You cannot decide about your own request. ${who}; nothing was changed.`,
  cannotVerify: 'I cannot verify right now that you may decide. Nothing was changed; try again in a minute.',
  reasonMissing: {
    deny: 'Say why, so that the requester knows what to do differently.',
    return: 'Write what you want to know, so that the requester can answer.',
    revoke: 'Say why you take it back, so that the requester knows.',
    comment: 'Write something first, then send it.',
    answer: 'Write your answer first; it sends the request again.',
  },
  changedFile: (file: string) =>
    `"${brief(file)}" changed after it was asked for, so nothing was released. Ask again for the file as it is now.`,
  approved: (name: string, by: string, count: number) =>
    `${brief(by)} approved ${name}: you have access to ${plural(count, 'file')}.`,
  denied: (name: string, by: string) => `${brief(by)} denied ${name}. The reason is on the card.`,
  returned: (name: string, by: string) =>
    `${brief(by)} has a question about ${name}. Answer it on the card, and the request goes on.`,
  blocked: (name: string) => `${name} was blocked by the check of its files. The card says why.`,
  failed: (name: string) => `${name} failed, and nothing was released. The card says why and what to do.`,
  revoked: (name: string, by: string) => `${brief(by)} took back the access of ${name}. The reason is on the card.`,
  expired: (name: string) => `The access of ${name} has ended. Ask again if you still need the files.`,
  sent: (who: string) => `It was sent to ${who}. I tell you here as soon as it is decided.`,
  kept: 'Your draft is kept for 90 days.',
  claimed: 'You took it. The others who may decide see that.',
  commented: 'Your comment was added.',
  answered: 'Your answer was sent, and the request waits for a decision again.',
  asksYou: (author: string, count: number, name: string) =>
    `${brief(author)} asks for ${plural(count, 'file')} (${name}). You can decide on the card.`,
  reminder: (name: string, since: string) => `${name} waits for your decision since ${since}.`,
  draftEnds: (name: string, days: number) =>
    `Your draft ${name} is discarded in ${plural(days, 'day')}. Send it if you still need the files.`,
} as const;
