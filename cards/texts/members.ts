import type { MemberVerb } from '../../services/members/member-record.ts';
import type { MemberNotice, Noticed } from '../../services/members/member-watch-record.ts';
import { brief, listing, plural } from '../wording.ts';

const mostNamed = 3;

/** "Researcher", "Researcher and Owner", "5 people". */
export function named(names: readonly string[]): string {
  return names.length > mostNamed ? plural(names.length, 'person') : listing(names.map(brief));
}

const inWords = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];
const counted = (count: number) => `${inWords[count] ?? count} ${count === 1 ? 'person was' : 'people were'}`;

/** How each kind of change is said of so many people, and in front of the workspace's name. */
const noticedVerbs = [
  ['added', () => 'added', 'to'],
  ['removed', () => 'removed', 'from'],
  ['appointed', (count: number) => (count === 1 ? 'made an owner' : 'made owners'), 'of'],
  ['demoted', (count: number) => `removed as ${count === 1 ? 'an owner' : 'owners'}`, 'of'],
] as const;

function who({ count, people }: Noticed): string {
  const others = count - people.length;
  if (people.length === 0) return '';
  return `: ${listing([...people.map(({ name }) => brief(name)), ...(others > 0 ? [others === 1 ? 'one other' : `${others} others`] : [])])}`;
}

const agoInDays = (days: number) => (days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`);
const are = (count: number) => (count === 1 ? 'is' : 'are');

/** What stands on cards about the people of a workspace, in English. */
export const memberTexts = {
  actions: {
    add: 'Add people',
    remove: 'Remove people',
    show: 'Show members',
    more: (count: number) => `${count} more`,
    first: 'First page',
    leave: 'Leave it as it is',
    goOn: 'Go on',
    pick: 'Pick from your organisation',
    tryAgain: 'Try again',
    do: { add: 'Add', appoint: 'Make owner', demote: 'Make member', remove: 'Remove' } satisfies Record<
      MemberVerb,
      string
    >,
  },
  list: {
    title: (workspace: string) => `People in ${workspace}`,
    summary: (count: number, owners: number) => `${plural(count, 'person')}, ${plural(owners, 'owner')}`,
    none: 'Nobody is in it. An admin can add people.',
    roles: { owner: 'Owner', member: 'Member' },
    unknown: 'not seen yet',
    seen: (days: number) => `here ${agoInDays(days)}`,
    signedIn: (days: number) => `signed in ${agoInDays(days)}`,
  },
  fields: {
    people: 'People',
    found: 'Search by name or address',
    name: 'Or write names or addresses',
    picked: 'People in your organisation',
    role: 'As',
    placeholder: 'Begin to write a name',
  },
  asks: {
    add: (workspace: string) => `Who shall be added to ${workspace}?`,
    remove: (workspace: string) => `Who shall be removed from ${workspace}?`,
    more: (count: number, command: string) =>
      `These are some of ${count} people. Search for the others, or write the name: ${command}.`,
    moreToRemove: '"remove" and the name',
    which: 'Several people may be meant. Choose whom you mean.',
    near: (names: readonly string[]) =>
      `Nobody is called ${named(names)}. Choose whom you mean of those who nearly are.`,
    unknown: (names: readonly string[]) =>
      `Nobody in the directory is called ${named(names)}. Write more of the name, or the address.`,
    unknownToo: (names: readonly string[]) => `Nobody in the directory is called ${named(names)}.`,
  },
  confirm: {
    title: {
      add: (who: string, workspace: string) => `Add ${who} to ${workspace}?`,
      appoint: (who: string, workspace: string) => `Make ${who} owner of ${workspace}?`,
      demote: (who: string, workspace: string) => `Take ownership of ${workspace} from ${who}?`,
      remove: (who: string, workspace: string) => `Remove ${who} from ${workspace}?`,
    } satisfies Record<MemberVerb, (who: string, workspace: string) => string>,
    follows: {
      add: 'Members use the machines and see the data. Owners also add and remove people and decide about requests.',
      appoint: 'Owners add and remove people and decide about requests.',
      demote: 'They stay a member, and no longer add or remove people or decide about requests.',
      remove:
        'They lose access at once: what they asked for and nobody decided is withdrawn, their links stop working, and their machines are free.',
    } satisfies Record<MemberVerb, string>,
    yourself: {
      remove: (workspace: string) =>
        `That is you: you lose access to ${workspace} yourself, and only others can add you again.`,
      demote: (workspace: string) =>
        `That is you: only another owner of ${workspace}, or an admin, can make you owner again.`,
    },
    guest: 'guest',
    member: 'in it already',
    owner: 'owner already',
  },
  already: {
    title: (who: string, count: number, workspace: string) => `${who} ${are(count)} in ${workspace} already`,
    owners: (who: string, count: number, workspace: string) =>
      `${who} ${count === 1 ? 'is an owner' : 'are owners'} of ${workspace} already`,
    text: 'Nothing was changed.',
  },
  change: {
    badges: { pending: 'Pending', done: 'Done', failed: 'Failed' },
    pending: {
      add: (who: string, workspace: string) => `Adding ${who} to ${workspace}`,
      appoint: (who: string, workspace: string) => `Making ${who} owner of ${workspace}`,
      demote: (who: string, workspace: string) => `Taking ownership of ${workspace} from ${who}`,
      remove: (who: string, workspace: string) => `Removing ${who} from ${workspace}`,
    } satisfies Record<MemberVerb, (who: string, workspace: string) => string>,
    done: {
      add: (who: string, count: number, workspace: string) => `${who} ${are(count)} in ${workspace} now`,
      appoint: (who: string, count: number, workspace: string) =>
        `${who} ${count === 1 ? 'is an owner' : 'are owners'} of ${workspace} now`,
      demote: (who: string, count: number, workspace: string) =>
        `${who} ${count === 1 ? 'is a member' : 'are members'} of ${workspace} now`,
      remove: (who: string, count: number, workspace: string) => `${who} ${are(count)} not in ${workspace} any more`,
    } satisfies Record<MemberVerb, (who: string, count: number, workspace: string) => string>,
    failed: {
      add: (who: string, workspace: string) => `${who} could not be added to ${workspace}`,
      appoint: (who: string, workspace: string) => `${who} could not be made owner of ${workspace}`,
      demote: (who: string, workspace: string) => `${who} could not be made a member of ${workspace} alone`,
      remove: (who: string, workspace: string) => `${who} could not be removed from ${workspace}`,
    } satisfies Record<MemberVerb, (who: string, workspace: string) => string>,
    waits: 'The directory is asked. This card changes by itself; you need not wait here.',
    told: 'They were told.',
    gone: 'They were told. Their open requests are withdrawn, and their machines are free.',
  },
  line: {
    add: (by: string, workspace: string) =>
      `${by} added you to ${workspace}. Write "machines in ${workspace}" to see what you can use.`,
    appoint: (by: string, workspace: string) =>
      `${by} made you an owner of ${workspace}. Write "members of ${workspace}" to see its people.`,
    demote: (by: string, workspace: string) => `${by} made you a member of ${workspace}; you are no longer an owner.`,
    remove: (by: string, workspace: string) =>
      `${by} removed you from ${workspace}. What you asked for there and nobody decided is withdrawn.`,
  } satisfies Record<MemberVerb, (by: string, workspace: string) => string>,
  noticed: {
    line: (notice: Pick<MemberNotice, (typeof noticedVerbs)[number][0]>, workspace: string) => {
      const said = noticedVerbs.flatMap(([kind, verb, preposition]) => {
        const noticed = notice[kind];
        return noticed?.count ? [{ noticed, verb: verb(noticed.count), preposition }] : [];
      });
      const lines = said.map(({ noticed, verb, preposition }, index) => {
        const where = index === 0 ? ` ${preposition} ${workspace} outside Labdesk` : '';
        return `${counted(noticed.count)} ${verb}${where}${who(noticed)}.`;
      });
      return [...lines, `Write "members of ${workspace}" to see who is in it.`].join(' ');
    },
  },
  assigned: {
    line: (machine: string, workspace: string) =>
      `${machine} in ${workspace} is yours now. Write "start ${machine}" to use it.`,
    to: (machine: string, who: string) => `${machine} belongs to ${who} now.`,
    ask: (machine: string) => `Who gets ${machine}?`,
    moreToGive: (machine: string) => `"assign ${machine} to" and the name`,
    person: 'Person',
    nobody: 'Nobody',
    give: 'Give it',
    theirs: (who: string) => `for ${brief(who)}`,
    toNobody: (machine: string) => `${machine} belongs to nobody now.`,
    fact: 'Belongs to',
  },
};
