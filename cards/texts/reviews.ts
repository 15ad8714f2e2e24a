import { brief, plural } from '../wording.ts';
import { named } from './members.ts';

/** What stands on cards that ask who stays, in English. */
export const reviewTexts = {
  title: {
    open: (workspace: string) => `Who stays in ${workspace}?`,
    done: (workspace: string) => `Everybody in ${workspace} is decided`,
    lapsed: (workspace: string) => `The review of ${workspace} is over`,
  },
  subtitle: (period: string, open: number) => `${period.replace('-Q', ', quarter ')} · ${toDecide(open)}`,
  period: (period: string) => period.replace('-Q', ', quarter '),
  badges: { open: 'Pending', done: 'Done', lapsed: 'Expired' },
  ask: 'Say of each whether they stay. Whoever is removed loses access at once: what they asked for and nobody decided is withdrawn, their links stop working, and their machines are free.',
  escalated: 'No owner has decided everybody in two weeks, so admins are asked as well.',
  signIns: {
    unknown: (count: number) =>
      `Microsoft Entra knows of no sign-in of ${plural(count, 'person')} here; what stands there is when Labdesk last saw them.`,
    licence:
      'Microsoft Entra tells sign-ins only to organisations with Entra ID P1 or P2, so what stands here is when Labdesk last saw somebody.',
    permission:
      'Labdesk lacks the right to ask Microsoft Entra for sign-ins, which an admin can grant (AuditLog.Read.All); what stands here is when Labdesk last saw somebody.',
    silent:
      'Microsoft Entra did not say of everybody when they signed in; where it did not, it is when Labdesk last saw them that stands here.',
  },
  over: {
    lapsed: 'The next one began before everybody was decided. Whoever was not decided has stayed.',
    calledOff: 'The workspace has no reviews of its members any more. Whoever was not decided has stayed.',
  },
  keep: 'Keep',
  remove: 'Remove',
  answers: {
    kept: (by: string, people: readonly string[]) => `${brief(by)} kept ${named(people)}.`,
    removed: (by: string, people: readonly string[]) => `${brief(by)} removed ${named(people)}.`,
    rest: (by: string) => `${brief(by)} kept everybody else.`,
    failed: (people: readonly string[]) => `${named(people)} could not be removed:`,
  },
  actions: {
    decide: (count: number) => (count === 1 ? 'Decide' : `Decide these ${count}`),
    others: 'Keep everybody else',
    more: (count: number) => `${count} more`,
    first: 'First page',
    members: 'Show members',
  },
  next: {
    title: (workspace: string) => `Nobody in ${workspace} is to be decided now`,
    text: (day: string) => `Owners are asked next on ${day}, each on a card of their own.`,
    never: (workspace: string) =>
      `${workspace} has no reviews of its members. Write "members" to see them, and remove people by name.`,
  },
  line: (workspace: string, open: number) =>
    `A week ago I asked who stays in ${workspace}, and ${toDecide(open)}. Write "review members of ${workspace}" to go on.`,
};

function toDecide(open: number): string {
  return `${plural(open, 'person')} ${open === 1 ? 'is' : 'are'} not decided`;
}
