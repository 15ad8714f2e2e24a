import { plural } from '../wording.ts';

/** What stands on the card of whoever asks who they are, in English. */
export const meTexts = {
  title: (name: string) => `You are ${name}`,
  none: 'You are in no workspace yet. The owner of one, or an admin, can add you.',
  in: (count: number) =>
    count === 0 ? 'You work in no workspace yourself' : `You work in ${plural(count, 'workspace')}`,
  roles: {
    owner: 'Owner: uses machines and files, adds and removes people, decides about requests',
    member: 'Member: uses machines and files, asks for data',
    reviewer: 'Reviewer: decides about requests in every workspace',
    admin: 'Admin: makes and ends workspaces, sets budgets, looks after everything',
  },
  everywhere: 'Everywhere',
  more: (count: number) => `And ${plural(count, 'more workspace')}.`,
  checked: (ago: string) => `The directory said so ${ago}. What changes anything asks it again.`,
  workspaces: 'Show workspaces',
  help: 'Help',
};
