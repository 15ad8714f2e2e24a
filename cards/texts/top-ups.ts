import type { RequestState } from '../../services/requests/request.ts';
import type { RequestNews, RequestViewer } from '../../services/requests/request-rules.ts';

type Title = (sum: string, by: string, author: string) => string;

const alike = {
  draft: () => 'A draft',
  lapsed: (sum: string) => `A request for ${sum} more has lapsed`,
  expired: (sum: string) => `A request for ${sum} more has ended`,
  revoked: (sum: string) => `A request for ${sum} more was taken back`,
  blocked: (sum: string) => `A request for ${sum} more was blocked`,
} as const;

/** Requests for money, in English: on their cards, and in a line. */
export const topUpTexts = {
  titles: {
    author: {
      ...alike,
      submitted: (sum) => `You asked for ${sum} more`,
      in_review: (sum) => `You asked for ${sum} more`,
      returned: (sum, by) => `${by} asks you about the ${sum}`,
      approving: (sum) => `You will have ${sum} more in a moment`,
      approved: (sum) => `You have ${sum} more to spend`,
      denied: (sum) => `Your request for ${sum} more was denied`,
      withdrawn: (sum) => `You withdrew your request for ${sum} more`,
      failed: (sum) => `Your request for ${sum} more failed`,
    },
    decider: {
      ...alike,
      submitted: (sum, _by, author) => `${author} asks for ${sum} more`,
      in_review: (sum, _by, author) => `${author} asks for ${sum} more`,
      returned: (sum, by, author) => `${by} asked ${author} about the ${sum}`,
      approving: (sum, by) => `${by} approved ${sum} more`,
      approved: (sum, by) => `${by} approved ${sum} more`,
      denied: (sum, by) => `${by} denied ${sum} more`,
      withdrawn: (_sum, _by, author) => `${author} withdrew this request`,
      failed: (sum) => `A request for ${sum} more failed`,
    },
    bystander: {
      ...alike,
      submitted: (sum) => `A request for ${sum} more`,
      in_review: (sum) => `A request for ${sum} more`,
      returned: (sum) => `A request for ${sum} more was returned`,
      approving: (sum) => `A request for ${sum} more was approved`,
      approved: (sum) => `A request for ${sum} more was approved`,
      denied: (sum) => `A request for ${sum} more was denied`,
      withdrawn: (sum) => `A request for ${sum} more was withdrawn`,
      failed: (sum) => `A request for ${sum} more failed`,
    },
  } satisfies Record<RequestViewer, Record<RequestState | 'lapsed', Title>>,
  fact: 'More',
  actions: { again: 'Ask for a top-up', budget: 'Show budget', send: 'Send' },
  form: {
    title: (workspace: string) => `Ask for more money for ${workspace}`,
    subtitle: 'An admin, or whoever pays, decides. The budget rises as soon as they say yes.',
    state: (limit: string, spent: string | undefined) =>
      spent ? `Of ${limit} in this period, ${spent} are spent, billed and estimated.` : `The limit is ${limit} now.`,
    amount: (currency: string) => `How much more, in ${currency}?`,
    amountPlaceholder: 'For example 500',
    reason: 'Why?',
    reasonPlaceholder: 'What is the money for?',
    /** What is missing or wrong, so that the card can say it. */
    missing: { amount: 'Say how much more you need.', reason: 'Say what the money is for.' },
  },
  noLinks: (name: string) => `${name} asked for money, not for files, so there are no links.`,
  /** What stands in somebody's own chat; the others are those of requests for files. */
  lines: {
    approved: (name, by, sum) => `${by} approved ${name}: ${sum} more. The budget has risen already.`,
    failed: (name) => `${name} could not be carried out. Its card says why.`,
    lapses: (name) => `${name} will be forgotten in a week. Answer it, or write "withdraw ${name}".`,
  } satisfies Partial<Record<RequestNews, (name: string, by: string, sum: string) => string>>,
  mail: {
    approved: (name: string) => `The budget has risen. Write "show ${name}" to Labdesk in Teams to see it.`,
    decide: (name: string) =>
      `Read the reason first: write "show ${name}" to Labdesk in Teams. Then approve, deny or ask back, there or on this card.`,
  },
} as const;
