import type { ArchiveState, ArchiveStepName } from '../../services/archives/workspace-archive.ts';
import { listing, plural } from '../wording.ts';

/** What admins and owners read at the end of a workspace, and where it is brought back. */
export const archiveTexts = {
  survey: {
    title: (name: string) => `Archive ${name}?`,
    word: (name: string) => `Type ${name} to go on`,
    keys: 'Two admins do this. When you go on, the others and the owners are told, and nothing else happens until a second admin agrees. They have seven days, and you can take it back until then.',
    happens: (storage: 'archive' | 'delete') =>
      [
        'After that nothing can be done in it any more: open requests are withdrawn, access to files ends, and links are dead.',
        'Machines are deleted with their disks.',
        'Everybody leaves the group. They lose access at once.',
        storage === 'archive'
          ? 'Files move to the cheapest tier that the storage has.'
          : 'Files stay where they are, and nobody can reach them.',
      ].join(' '),
    back: (days: number) =>
      `For ${plural(days, 'day')} an admin can bring it back, without what was on its machines. After that everything that is left is deleted for good.`,
    left: (name: string) => `${name} stays as it is`,
    leftText: 'Nothing was changed, and nobody was told.',
  },
  facts: {
    requests: 'Requests',
    people: 'People',
    machines: 'Machines',
    files: 'Files',
    schedules: 'Schedules',
    cost: 'Cost',
    unknown: 'Not known right now',
    removedMachines: 'Deleted machines',
    keys: 'Two keys',
    until: 'Restorable until',
  },
  counts: {
    requests: (open: number, exports: number) =>
      listing([
        open === 0 ? 'None open' : `${open} open`,
        ...(exports > 0 ? [`${plural(exports, 'approval')} with access to files`] : []),
      ]),
    groups: (count: number) => plural(count, 'group'),
    people: (owners: number, members: number) => listing([plural(owners, 'owner'), plural(members, 'member')]),
    machines: (all: number, running: number) => (all === 0 ? 'None' : `${all}, ${running} of them on`),
    files: (files: number, size: string) => (files === 0 ? 'None' : `${plural(files, 'file')}, ${size}`),
    schedules: (count: number) => (count === 0 ? 'None' : plural(count, 'schedule')),
    cost: (all: string, month: string) =>
      all ? `${all} so far, ${month || 'nothing'} this month` : 'Nothing billed yet',
    tier: (tier: string) => `, in the tier ${tier}`,
    comingBack: (count: number) =>
      `; ${count} of them ${count === 1 ? 'was' : 'were'} still coming back from an earlier archive and will be in the tier Hot`,
    removedMachines: (names: string) => names || 'There were none',
    keys: (first: string, second: string) => `${first} and ${second}`,
  },
  titles: {
    mine: (name: string) => `${name} waits for a second admin`,
    asked: (name: string, by: string) => `${by} wants to archive ${name}`,
    closing: (name: string) => `${name} is being archived`,
    restoring: (name: string) => `${name} is being brought back`,
    deleting: (name: string) => `What is left of ${name} is being deleted`,
    halted: (name: string) => `${name}: a step did not work`,
    archived: (name: string) => `${name} is archived`,
    deleted: (name: string) => `What was left of ${name} is deleted`,
    back: (name: string) => `${name} is back`,
    stays: (name: string) => `${name} stays as it is`,
  },
  badges: {
    open: '',
    proposed: 'Pending',
    closing: 'Archiving',
    archived: 'Archived',
    restoring: 'Restoring',
    deleting: 'Removing',
    deleted: 'Removed',
  } satisfies Record<ArchiveState, string>,
  steps: {
    closing: {
      lock: 'Nothing new can begin',
      requests: 'Requests ended',
      schedules: 'Schedules ended',
      machines: 'Machines deleted',
      storage: 'Files put away',
      people: 'Group emptied',
      budget: 'Budget switched off',
      record: 'Certificate signed',
    },
    restoring: {
      storage: 'Files brought back',
      machines: 'Machines made anew',
      people: 'Group filled again',
      budget: 'Budget switched on',
      open: 'Open again',
    },
    deleting: {
      containers: 'Files deleted',
      resources: 'Everything else deleted',
      record: 'Certificate signed',
    },
  } satisfies Record<'closing' | 'restoring' | 'deleting', Partial<Record<ArchiveStepName, string>>>,
  text: {
    mine: (until: string) =>
      `The other admins were asked. One of them has to agree by ${until}; then it begins. Until then you can take it back.`,
    asked: (until: string) =>
      `Nothing has happened yet. It begins when you agree, and then cannot be stopped. Without a second admin it lapses on ${until}.`,
    going: 'This card changes by itself; you need not wait here.',
    trying: 'It is tried again by itself.',
    halted: 'It was tried several times. See to what is said above, then try again: it goes on from there.',
    archived: (until: string) =>
      `Nobody works in it, and its records stay. An admin can bring it back until ${until}. After that everything that is left is deleted for good.`,
    over: 'It cannot be brought back any more: its retention time is over.',
    deleted: 'It cannot be brought back. Its records and its certificates stay.',
    back: 'Its people are in the group again, its budget is on, and work can go on.',
    rehydrating: (files: number) =>
      `Azure brings ${plural(files, 'file')} back from the archive tier, usually within 15 hours; until then ${files === 1 ? 'it' : 'they'} cannot be opened.`,
    noMachines: 'Its machines were deleted. An admin of the subscription makes new ones in its resource group.',
    machines: (count: number) =>
      `${plural(count, 'machine')} made anew, without what was on the old ${count === 1 ? 'one' : 'ones'}.`,
    gone: (count: number) =>
      `${count === 1 ? 'One of those who were in it is' : `${count} of those who were in it are`} not in the directory any more.`,
    kept: 'No earlier owner is left, so an admin owns it. Make somebody an owner.',
    approvals: 'What was approved before has to be asked for again.',
    refused: (by: string) => `${by} refused to archive it.`,
    withdrawn: (by: string) => `${by} took the wish to archive it back.`,
    lapsed: 'No second admin agreed within seven days.',
  },
  actions: {
    archive: (name: string) => `Archive ${name}`,
    leave: 'Leave it',
    refuse: 'Refuse',
    takeBack: 'Take it back',
    retry: 'Try again from here',
    restore: 'Bring it back',
    keep: (days: number) => `Keep ${plural(days, 'more day')}`,
    certificate: 'Certificate',
    records: 'Records',
    people: 'Members',
  },
  certificate: {
    title: (name: string) => `Deletion certificate of ${name}`,
    text: 'It says what was taken away, when, and by whose two keys, and is signed. Names are not in it. The link is for you alone and works three times.',
    download: 'Download',
  },
  lines: {
    proposed: (name: string, by: string, until: string) =>
      `${by} wants to archive ${name}. If a second admin agrees by ${until}, nobody can work in it any more: machines are deleted, open requests withdrawn. Talk to them if you still need it.`,
    refused: (name: string, by: string) => `${name} is not archived: ${by} refused.`,
    withdrawn: (name: string, by: string) => `${name} is not archived: ${by} took it back.`,
    lapsed: (name: string) => `${name} is not archived: no second admin agreed.`,
    closing: (name: string, first: string, second: string, days: number) =>
      `${first} and ${second} are archiving ${name}. For ${plural(days, 'day')} an admin can bring it back.`,
    restored: (name: string) => `${name} was brought back. You own it as before.`,
    archived: (name: string) => `${name} is archived. Its card says until when it can be brought back.`,
    back: (name: string) => `${name} is back. Its card says what came back with it.`,
    deleted: (name: string) => `What was left of ${name} is deleted. Its card has the certificate.`,
    halted: (name: string) =>
      `${name} waits for an admin: a step did not work. Its card says which one and why, and has a button to try again.`,
    ends: (name: string, until: string) =>
      `What is left of ${name} is deleted for good on ${until}. Its card brings it back, or keeps it for longer.`,
  },
} as const;

/** What owners and admins read when an end date comes near. */
export const endingTexts = {
  title: (name: string, daysLeft: number) =>
    daysLeft < 0
      ? `${name} has reached its end`
      : daysLeft === 0
        ? `Today is the last day of ${name}`
        : `${name} ends in ${plural(daysLeft, 'day')}`,
  extended: (name: string, until: string) => `${name} ends on ${until} now`,
  owner: (until: string, isOver: boolean) =>
    isOver
      ? `Its last day was ${until}. Nothing stops by itself: ask an admin for another date, or to archive it.`
      : `Its last day is ${until}. Take out what you need, or ask an admin for another date.`,
  admin: (until: string, isOver: boolean) =>
    isOver
      ? `Its last day was ${until}. It goes on and costs until it is archived.`
      : `Its last day is ${until}. Its owners were told, too.`,
  by: (who: string, before: string) => `${who} set the date${before ? `; before it was ${before}` : ''}.`,
  date: 'New last day',
  actions: { extend: 'Extend', archive: (name: string) => `Archive ${name}`, show: (name: string) => `Show ${name}` },
} as const;
